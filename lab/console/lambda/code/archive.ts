/** A file of an archive. */
export interface ArchivedFile {
  readonly path: string;
  /** In bytes, unpacked. */
  readonly size: number;
}

/** An archive of code. Nothing is unpacked before it is read. */
export interface Archive {
  readonly files: readonly ArchivedFile[];
  read(file: ArchivedFile): Uint8Array;
}

/** Opens a zip archive. What unpacks it is loaded when it is needed. */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  const { unzipSync } = await import("fflate");
  const files: ArchivedFile[] = [];
  unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      // Folders have entries of their own.
      if (!name.endsWith("/")) files.push({ path: name, size: originalSize });
      return false;
    },
  });
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    files,
    read: ({ path }) => unzipSync(bytes, { filter: ({ name }) => name === path })[path] ?? new Uint8Array(),
  };
}

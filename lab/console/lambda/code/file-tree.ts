import type { ArchivedFile } from "./archive.ts";

/** A file, or a folder and what is in it. */
export interface Node {
  readonly name: string;
  readonly path: string;
  /** Of a folder. */
  readonly nodes?: readonly Node[];
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: ArchivedFile[];
}

/** Files by their folders: folders first, both by name. */
export function treeOf(files: readonly ArchivedFile[]): readonly Node[] {
  const root: Folder = { folders: new Map(), files: [] };
  for (const file of files) {
    let folder = root;
    for (const name of file.path.split("/").slice(0, -1)) {
      const inner: Folder = folder.folders.get(name) ?? { folders: new Map(), files: [] };
      folder.folders.set(name, inner);
      folder = inner;
    }
    folder.files.push(file);
  }
  return nodesOf(root, "");
}

function nodesOf({ folders, files }: Folder, prefix: string): Node[] {
  const byName = (a: Node, b: Node) => (a.name < b.name ? -1 : 1);
  const inner = [...folders].map(([name, folder]) => {
    const path = `${prefix}${name}/`;
    return { name, path, nodes: nodesOf(folder, path) };
  });
  const own = files.map(({ path }) => ({ name: path.slice(prefix.length), path }));
  return [...inner.sort(byName), ...own.sort(byName)];
}

/** The paths of the folders that a file is in: `a/` and `a/b/` of `a/b/c`. */
export function foldersOf(path: string): string[] {
  return [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index + 1));
}

/** The file to show first: the one that holds the handler, or the first one. */
export function mainFile(files: readonly ArchivedFile[], handler = ""): ArchivedFile | undefined {
  const module = handler.slice(0, handler.lastIndexOf("."));
  const isMain = ({ path }: ArchivedFile) => path.startsWith(`${module}.`) && /\.([cm]?[jt]s|py|rb)$/.test(path);
  return (module && files.find(isMain)) || files.find(({ path }) => path === "bootstrap") || files[0];
}

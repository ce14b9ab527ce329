/** A file as it can be shown: its text, or the beginning of it; nothing of a binary. */
export type FileText = { readonly text: string; readonly isCut: boolean } | undefined;

/** How much of a file is shown, in bytes. */
export const MOST = 60_000;

/** Reads a file as text. */
export function textOf(bytes: Uint8Array): FileText {
  const isCut = bytes.length > MOST;
  const start = bytes.subarray(0, MOST);
  if (start.includes(0)) return undefined;
  try {
    // A character that the cut went through is left out.
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: isCut }), isCut };
  } catch {
    return undefined;
  }
}

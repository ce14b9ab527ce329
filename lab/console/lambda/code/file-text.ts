/** A file as it can be shown: its text, or the beginning of it; nothing of a binary. */
export type FileText = { readonly text: string; readonly isCut: boolean } | undefined;

/** How much of a file is shown: a browser takes its time to colour long ones. */
const MOST_BYTES = 60_000;
const MOST_LINES = 1000;

/** Reads a file as text. */
export function textOf(bytes: Uint8Array): FileText {
  const isLong = bytes.length > MOST_BYTES;
  const start = bytes.subarray(0, MOST_BYTES);
  if (start.includes(0)) return undefined;
  try {
    // A character that the cut went through is left out.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: isLong });
    const lines = text.split("\n");
    return { text: lines.slice(0, MOST_LINES).join("\n"), isCut: isLong || lines.length > MOST_LINES };
  } catch {
    return undefined;
  }
}

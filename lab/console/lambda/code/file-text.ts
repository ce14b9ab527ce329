/** How much of a file is shown at first, and how much more at each further step: a browser takes its time for long ones. */
const FOLD = { lines: 300, characters: 30_000 };

/** A file's text; nothing of a binary. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 60_000).includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The beginning of a text: so many folds of it, and how many lines follow. A bundle may be one very long line. */
export function folded(text: string, folds: number): { readonly shown: string; readonly linesLeft: number } {
  const lines = text.split("\n");
  const shown = lines
    .slice(0, FOLD.lines * folds)
    .join("\n")
    .slice(0, FOLD.characters * folds);
  if (shown.length === text.length) return { shown, linesLeft: 0 };
  return { shown, linesLeft: Math.max(lines.length - shown.split("\n").length, 1) };
}

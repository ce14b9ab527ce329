const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

/** A number of bytes for people: `1.5 MB`. */
export function sizeOf(bytes = 0): string {
  if (bytes === 1) return "1 byte";
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log(bytes) / Math.log(1024)), UNITS.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${UNITS[power]}`;
}

/** Milliseconds for people: `0.4 ms`, `12 ms`, `1.2 s`. */
export function durationOf(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** An option of every command that prints what it found or did. */
export interface Printed {
  /** Whether it is printed as JSON. */
  readonly json?: boolean;
}

/** Prints a result: as JSON where that was asked for, else as a person reads it. Nothing is printed for an empty text. */
export function print({ json }: Printed, value: unknown, text: () => string): void {
  const output = json ? JSON.stringify(value, null, 2) : text();
  if (output !== "") console.log(output);
}

/** Prints one of many results, as they come: JSON on a line of its own, or text. */
export function printLine({ json }: Printed, value: unknown, text: () => string): void {
  console.log(json ? JSON.stringify(value) : text());
}

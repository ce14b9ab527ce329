/** Where the shapes of records are kept, so that a record need not repeat the names of its members. */
export const STRUCTURES = Symbol.for("structures");

/** The library's part that writes records by their shapes, and reads them. */
interface Encoder {
  structures: unknown[];
}

/**
 * Forgets the shapes that are in memory, so that they are read again: those that a transaction added were undone with it, and
 * records that are written by them afterwards could not be read.
 */
export function forgetStructures(db: object): void {
  const { encoder, decoder } = db as { readonly encoder: Encoder; readonly decoder?: Encoder };
  // So the library marks shapes that it has yet to load.
  for (const one of new Set([encoder, decoder ?? encoder])) one.structures = Object.assign([], { uninitialized: true });
}

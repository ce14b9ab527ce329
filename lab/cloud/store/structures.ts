/** Where the shapes of records are kept, so that a record need not repeat the names of its members. */
export const STRUCTURES = Symbol.for("structures");

/** What a value must be besides its type. A bound that there is not is null. */
export interface Constraint {
  /** Of texts in characters, of blobs in bytes, of lists and maps in entries. */
  readonly length?: readonly [least: number | null, most: number | null];
  /** Of numbers. */
  readonly range?: readonly [least: number | null, most: number | null];
  /** A regular expression for the whole text, in Java's dialect. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Names of the shapes of a list's items, and of a map's keys and values. */
  readonly item?: string;
  readonly key?: string;
  readonly value?: string;
}

/** What AWS's model of a service asks of inputs beyond what the SDK's schemas say. */
export interface ModelConstraints {
  readonly shapes: Readonly<Record<string, Constraint>>;
  /** The shapes of the constrained members of each structure. */
  readonly structures: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

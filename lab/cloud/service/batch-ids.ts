/** How many entries a batch of messages can have. */
export const MOST_ENTRIES = 10;

/** A service's own errors for what no batch can be. */
export interface BatchErrors {
  empty(): Error;
  tooMany(count: number): Error;
  invalidId(): Error;
  repeated(id: string): Error;
}

/** Checks what all batches of messages must be: few entries, each with an id of its own. */
export function checkBatchIds(entries: readonly { readonly Id?: string | undefined }[], errors: BatchErrors): void {
  if (entries.length === 0) throw errors.empty();
  if (entries.length > MOST_ENTRIES) throw errors.tooMany(entries.length);
  const seen = new Set<string>();
  for (const { Id = "" } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) throw errors.invalidId();
    if (seen.has(Id)) throw errors.repeated(Id);
    seen.add(Id);
  }
}

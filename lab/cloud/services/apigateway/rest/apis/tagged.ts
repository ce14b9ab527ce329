interface Tagged {
  readonly tags?: Record<string, string> | undefined;
}

/** A record as AWS answers it alone: it has tags then, and be they none. Creations and lists leave none away. */
export function tagged<T extends Tagged>(record: T): T {
  return { ...record, tags: record.tags ?? {} };
}

/** The tags of a new record, if there are any. */
export function given({ tags = {} }: Tagged): Tagged {
  return Object.keys(tags).length > 0 ? { tags } : {};
}

export type Tags = Readonly<Record<string, string>>;

/** The members of inputs that have to do with tags, as services call them. */
interface Tagging {
  /** A list of pairs, or a map. */
  readonly Tags?: unknown;
  readonly tags?: unknown;
  /** Of tags to be removed. */
  readonly TagKeys?: readonly string[];
  readonly tagKeys?: readonly string[];
}

/** The tags that a request gives to what it is about; nothing when it gives none. */
export function requestTags(input: Tagging = {}): Tags | undefined {
  const given = input.Tags ?? input.tags;
  if (typeof given !== "object" || given === null) return undefined;
  const tags: Tags = Array.isArray(given)
    ? Object.fromEntries(given.map(({ Key, Value, key, value }) => [Key ?? key, Value ?? value ?? ""]))
    : (given as Tags);
  return Object.keys(tags).length > 0 ? tags : undefined;
}

/** The names of the tags that a request gives, or takes away. */
export function requestTagKeys(input: Tagging = {}, tags = requestTags(input)): readonly string[] | undefined {
  return tags ? Object.keys(tags) : (input.TagKeys ?? input.tagKeys);
}

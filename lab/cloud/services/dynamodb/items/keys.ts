import { AwsError } from "../../../errors.ts";
import { own } from "../../../own.ts";
import { invalid, invalidParameters } from "../errors.ts";
import type { IndexRecord, KeySchema, KeyType, TableRecord } from "../records.ts";
import { type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";
import { type StoredKey, storedKey } from "../values/keys.ts";

/** In bytes. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LONGEST_PARTITION_KEY = 2048;
const LONGEST_SORT_KEY = 1024;

/** The key of an item that is to be written. Throws AWS's errors for one that the table, or one of its indexes, can't have. */
export function keyOfItem(item: Item, table: TableRecord): StoredKey {
  for (const name of namesOf(table.key)) {
    const [value, expected] = [own(item, name), typeIn(table, name)];
    if (!value) throw invalidParameters(`Missing the key ${name} in the item`);
    if (value[expected] === undefined)
      throw invalidParameters(`Type mismatch for key ${name} expected: ${expected} actual: ${typeOf(value)}`);
  }
  checkSizes(item, table.key);
  checkIndexKeys(item, table);
  return storedKey(item, table.key) as StoredKey;
}

/** The stored key of a `Key`. Throws AWS's errors for one that does not fit the table. */
export function keyOf(key: Item, table: TableRecord): StoredKey {
  const names = namesOf(table.key);
  if (Object.keys(key).length !== names.length) throw mismatch();
  if (!hasKey(key, table)) throw mismatch();
  checkSizes(key, table.key);
  return storedKey(key, table.key) as StoredKey;
}

/** Whether an item has the attributes of a table's key, with their types. */
export function hasKey(item: Item, table: TableRecord): boolean {
  return namesOf(table.key).every((name) => own(item, name)?.[typeIn(table, name)] !== undefined);
}

/** A key can't be empty. Transactions tell it from other faults of keys. */
export class EmptyKey extends AwsError {
  constructor(message: string) {
    super("ValidationException", `One or more parameter values are not valid. ${message}`);
  }
}

/** The names of a key's attributes, the partition's first. */
export function namesOf({ partition, sort }: KeySchema): readonly string[] {
  return sort.length === 0 ? partition : [...partition, ...sort];
}

/** The attributes of an item that are its key, in an index as well. */
export function keyIn(item: Item, ...schemas: readonly KeySchema[]): Item {
  const names = new Set(schemas.flatMap(namesOf));
  return Object.fromEntries([...names].map((name) => [name, own(item, name) as AttributeValue]));
}

export function typeIn({ attributes }: TableRecord, name: string): KeyType {
  return attributes.find((one) => one.name === name)?.type as KeyType;
}

export const mismatch = () => invalid("The provided key element does not match the schema");

/** Values that are too long, or empty. */
export function checkSizes(key: Item, { partition, sort }: KeySchema): void {
  for (const name of partition) notEmpty(own(key, name) as AttributeValue, name);
  for (const name of sort) notEmpty(own(key, name) as AttributeValue, name);
  if (lengthOf(key, partition) > LONGEST_PARTITION_KEY)
    throw invalidParameters("Size of hashkey has exceeded the maximum size limit of2048 bytes");
  if (lengthOf(key, sort) > LONGEST_SORT_KEY)
    throw invalidParameters("Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
}

function lengthOf(key: Item, names: readonly string[]): number {
  let length = 0;
  for (const name of names) {
    const { S, B } = own(key, name) ?? {};
    length += S === undefined ? (B?.length ?? 0) : Buffer.byteLength(S);
  }
  return length;
}

function notEmpty({ S, B }: AttributeValue, name: string): void {
  const empty = emptiness({ S, B });
  if (empty)
    throw new EmptyKey(`The AttributeValue for a key attribute cannot contain an empty ${empty} value. Key: ${name}`);
}

function emptiness({ S, B }: { S?: string | undefined; B?: Uint8Array | undefined }): string | undefined {
  if (S === "") return "string";
  return B?.length === 0 ? "binary" : undefined;
}

/**
 * An item may lack the keys of indexes, but not have them with other types.
 *
 * @param updated the attributes that an update changed, in whose words errors are told; nothing of an item that is put
 */
export function checkIndexKeys(item: Item, table: TableRecord, updated?: ReadonlySet<string>): void {
  for (const index of table.indexes) {
    for (const name of namesOf(index.key)) {
      const value = updated && !updated.has(name) ? undefined : own(item, name);
      if (value) checkIndexKey(value, name, typeIn(table, name), index, updated !== undefined);
    }
    const { partition, sort } = index.key;
    if (lengthOf(item, partition) > LONGEST_PARTITION_KEY)
      throw invalidParameters("Size of hashkey has exceeded the maximum size limit of2048 bytes");
    if (lengthOf(item, sort) > LONGEST_SORT_KEY)
      throw invalidParameters("Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
  }
}

function checkIndexKey(
  value: AttributeValue,
  name: string,
  expected: KeyType,
  { name: index }: IndexRecord,
  isUpdate: boolean,
): void {
  if (value[expected] === undefined)
    throw invalidParameters(
      `Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${typeOf(value)} IndexName: ${index}`,
    );
  const empty = emptiness({ S: value.S, B: value.B });
  if (!empty) return;
  const problem = `The AttributeValue for a key attribute cannot contain an empty ${empty} value.`;
  throw new EmptyKey(
    isUpdate
      ? `The update expression attempted to update a secondary index key to a value that is not supported. ${problem}`
      : `A value specified for a secondary index key is not supported. ${problem} IndexName: ${index}, IndexKey: ${name}`,
  );
}

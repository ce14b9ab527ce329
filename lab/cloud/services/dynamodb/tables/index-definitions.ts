import type { GlobalSecondaryIndex, LocalSecondaryIndex, Projection } from "@aws-sdk/client-dynamodb";
import { invalidParameters } from "../errors.ts";
import type { DefinedAttribute, IndexRecord, KeySchema } from "../records.ts";
import { readKeySchema } from "./key-schema.ts";
import { type Billing, readIndexThroughput } from "./throughput.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const MOST_LOCAL = 5;
export const MOST_GLOBAL = 20;
/** In all indexes of a table together. */
const MOST_INCLUDED = 100;

/** What an index is defined against. */
interface Of {
  readonly key: KeySchema;
  readonly attributes: readonly DefinedAttribute[];
  readonly billing: Billing;
}

/** Reads the local secondary indexes of a new table. Throws DynamoDB's errors. */
export function readLocalIndexes(indexes: readonly LocalSecondaryIndex[] | undefined, table: Of): IndexRecord[] {
  if (!indexes) return [];
  if (indexes.length === 0) throw invalidParameters("List of LocalSecondaryIndexes is empty");
  if (table.key.sort.length === 0)
    throw invalidParameters(
      "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
    );
  const read = indexes.map((index) => readLocalIndex(index, table));
  if (read.length > MOST_LOCAL)
    throw invalidParameters(`Number of LocalSecondaryIndexes exceeds per-table limit of ${MOST_LOCAL}`);
  return read;
}

function readLocalIndex({ IndexName: name = "", KeySchema = [], Projection }: LocalSecondaryIndex, table: Of) {
  const key = readKeySchema(KeySchema, table.attributes);
  if (key.sort.length === 0) throw invalidParameters(`Index KeySchema does not have a range key for index: ${name}`);
  if (key.partition[0] !== table.key.partition[0])
    throw invalidParameters(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. index hash key: ${key.partition[0]}, table hash key: ${table.key.partition[0]}`,
    );
  return { name, kind: "local", key, ...readProjection(Projection) } as const;
}

/** Reads the global secondary indexes of a new table. Throws DynamoDB's errors. */
export function readGlobalIndexes(indexes: readonly GlobalSecondaryIndex[] | undefined, table: Of): IndexRecord[] {
  if (!indexes) return [];
  if (indexes.length === 0) throw invalidParameters("List of GlobalSecondaryIndexes is empty");
  return indexes.map((index) => readGlobalIndex(index, table));
}

/** Reads one. It may have a key of up to four attributes of each type. */
export function readGlobalIndex(index: GlobalSecondaryIndex, { attributes, billing }: Omit<Of, "key">): IndexRecord {
  const { IndexName: name = "", KeySchema = [], Projection } = index;
  const key = readKeySchema(KeySchema, attributes, "several");
  return { name, kind: "global", key, ...readProjection(Projection), ...readIndexThroughput(index, billing) };
}

/** What the indexes of a table must be together. */
export function checkIndexes(indexes: readonly IndexRecord[]): void {
  const names = indexes.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw invalidParameters(`Duplicate index name: ${twice}`);
  if (indexes.filter(({ kind }) => kind === "global").length > MOST_GLOBAL)
    throw invalidParameters(`GlobalSecondaryIndex count exceeds the per-table limit of ${MOST_GLOBAL}`);
  if (indexes.reduce((sum, { included = [] }) => sum + included.length, 0) > MOST_INCLUDED)
    throw invalidParameters(
      `The total number of NonKeyAttributes across all indexes exceeds the per-table limit of ${MOST_INCLUDED}`,
    );
}

function readProjection(projection: Projection | undefined): Pick<IndexRecord, "projection" | "included"> {
  const { ProjectionType: type, NonKeyAttributes: included } = projection ?? {};
  if (type === undefined) throw invalidParameters("Unknown ProjectionType: null");
  if (included && type !== "INCLUDE")
    throw invalidParameters(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  if (!included && type === "INCLUDE")
    throw invalidParameters("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  const twice = included?.find((name, i) => included.indexOf(name) < i);
  if (twice !== undefined) throw invalidParameters(`Duplicate element in NonKeyAttributes: ${twice}`);
  return { projection: type, ...(included && { included }) };
}

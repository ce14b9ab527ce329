import type { AttributeDefinition, CreateTableInput } from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../errors.ts";
import type { DefinedAttribute, IndexRecord, KeySchema, TableRecord } from "../records.ts";
import { checkIndexes, readGlobalIndexes, readLocalIndexes } from "./index-definitions.ts";
import { readKeySchema } from "./key-schema.ts";
import { readThroughput } from "./throughput.ts";

/** What a table is made of: attributes, keys, indexes, and what it takes. */
export type Definition = Pick<
  TableRecord,
  "attributes" | "key" | "indexes" | "billing" | "throughput" | "onDemand" | "warm"
>;

type Described = Pick<
  CreateTableInput,
  | "AttributeDefinitions"
  | "KeySchema"
  | "LocalSecondaryIndexes"
  | "GlobalSecondaryIndexes"
  | "BillingMode"
  | "ProvisionedThroughput"
  | "OnDemandThroughput"
  | "WarmThroughput"
>;

/**
 * Reads the definition of a new table. Throws DynamoDB's errors, in the order in which it looks.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 */
export function readDefinition(input: Described): Definition {
  const { AttributeDefinitions = [], KeySchema = [], BillingMode: billing = "PROVISIONED" } = input;
  const throughput = readThroughput(input, billing);
  const attributes = readAttributes(AttributeDefinitions);
  if (KeySchema.length > attributes.length)
    throw invalid("Invalid KeySchema: Some index key attribute have no definition");
  const key = readKeySchema(KeySchema, attributes);
  checkAllUsed(attributes, input);
  const table = { attributes, key, billing };
  const indexes = [
    ...readLocalIndexes(input.LocalSecondaryIndexes, table),
    ...readGlobalIndexes(input.GlobalSecondaryIndexes, table),
  ];
  checkIndexes(indexes);
  return { ...table, ...throughput, indexes };
}

export function readAttributes(definitions: readonly AttributeDefinition[]): DefinedAttribute[] {
  const attributes = definitions.map(({ AttributeName, AttributeType }) => ({
    name: AttributeName ?? "",
    type: AttributeType ?? "S",
  }));
  const names = attributes.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw invalid(`Attribute Name is duplicated: ${twice}`);
  return attributes;
}

/** Refuses attributes that no key has. AWS looks for them before it looks at indexes any closer. */
function checkAllUsed(attributes: readonly DefinedAttribute[], input: Described): void {
  const { KeySchema = [], LocalSecondaryIndexes: local, GlobalSecondaryIndexes: global } = input;
  if (!local && !global) {
    if (KeySchema.length === attributes.length) return;
    throw invalidParameters(
      "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
    );
  }
  const ofIndexes = [...(local ?? []), ...(global ?? [])].flatMap((index) => index.KeySchema ?? []);
  const used = new Set([...KeySchema, ...ofIndexes].map(({ AttributeName }) => AttributeName));
  const names = attributes.map(({ name }) => name);
  if (local?.length === 0 || global?.length === 0 || names.every((name) => used.has(name))) return;
  throw invalidParameters(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${names.join(", ")}], keys used: [${[...used].join(", ")}]`,
  );
}

/** The names of the attributes that keys have. */
export function usedBy(key: KeySchema, indexes: readonly IndexRecord[]): ReadonlySet<string> {
  return new Set([key, ...indexes.map((index) => index.key)].flatMap(({ partition, sort }) => [...partition, ...sort]));
}

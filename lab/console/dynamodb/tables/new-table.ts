import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  ProjectionType,
  ProvisionedThroughput,
  ScalarAttributeType,
  TableCreationParameters,
} from "@aws-sdk/client-dynamodb";

/** An attribute that a key has, while it is written in a form. */
export interface NewAttribute {
  readonly name: string;
  readonly type: ScalarAttributeType;
}

/** A key: its sort attribute has no name where there is none. */
export interface NewKey {
  readonly partition: NewAttribute;
  readonly sort: NewAttribute;
}

export interface NewIndex extends NewKey {
  readonly kind: "global" | "local";
  readonly name: string;
  readonly projection: ProjectionType;
  /** With commas between them: what a projection of some includes. */
  readonly included: string;
}

export interface NewTable extends NewKey {
  readonly name: string;
  /** What is provisioned; undefined on demand. */
  readonly throughput: Throughput | undefined;
  readonly indexes: readonly NewIndex[];
}

export interface Throughput {
  readonly read: string;
  readonly write: string;
}

const NO_ATTRIBUTE: NewAttribute = { name: "", type: "S" };

export const NEW_INDEX: NewIndex = {
  kind: "global",
  name: "",
  partition: NO_ATTRIBUTE,
  sort: NO_ATTRIBUTE,
  projection: "ALL",
  included: "",
};

export const NEW_TABLE: NewTable = {
  name: "",
  partition: NO_ATTRIBUTE,
  sort: NO_ATTRIBUTE,
  throughput: undefined,
  indexes: [],
};

/** What CreateTable is asked. A local index has the table's partition key. */
export function createInput(table: NewTable): CreateTableCommandInput {
  const indexes = table.indexes.map((index) =>
    index.kind === "local" ? { ...index, partition: table.partition } : index,
  );
  const globals = indexes.filter(({ kind }) => kind === "global");
  const locals = indexes.filter(({ kind }) => kind === "local");
  const throughput = throughputOf(table.throughput);
  return {
    TableName: table.name,
    KeySchema: schemaOf(table),
    AttributeDefinitions: definitionsOf([table, ...indexes]),
    BillingMode: throughput ? "PROVISIONED" : "PAY_PER_REQUEST",
    ...(throughput && { ProvisionedThroughput: throughput }),
    ...(globals.length > 0 && { GlobalSecondaryIndexes: globals.map((index) => globalIndex(index, throughput)) }),
    ...(locals.length > 0 && { LocalSecondaryIndexes: locals.map(localIndex) }),
  };
}

/** A global index as CreateTable and UpdateTable take it. */
export function globalIndex(index: NewIndex, throughput: ProvisionedThroughput | undefined): GlobalSecondaryIndex {
  return { ...localIndex(index), ...(throughput && { ProvisionedThroughput: throughput }) };
}

function localIndex(index: NewIndex) {
  const included = index.included.split(",").map((name) => name.trim());
  return {
    IndexName: index.name,
    KeySchema: schemaOf(index),
    Projection: {
      ProjectionType: index.projection,
      ...(index.projection === "INCLUDE" && { NonKeyAttributes: included.filter((name) => name !== "") }),
    },
  };
}

function schemaOf({ partition, sort }: NewKey): CreateTableCommandInput["KeySchema"] & object {
  return [
    { AttributeName: partition.name, KeyType: "HASH" },
    ...(sort.name === "" ? [] : [{ AttributeName: sort.name, KeyType: "RANGE" as const }]),
  ];
}

/** Every attribute of the keys once, with the type that was said last. */
export function definitionsOf(keys: readonly NewKey[]) {
  const named = keys.flatMap(({ partition, sort }) => [partition, sort]).filter(({ name }) => name !== "");
  const types = new Map(named.map(({ name, type }) => [name, type]));
  return [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

export function throughputOf(throughput: Throughput | undefined): ProvisionedThroughput | undefined {
  return throughput && { ReadCapacityUnits: Number(throughput.read), WriteCapacityUnits: Number(throughput.write) };
}

/** What ImportTable is asked of its new table, which has no local indexes. */
export function importedTable(table: NewTable): TableCreationParameters {
  const { LocalSecondaryIndexes: _, ...rest } = createInput(table);
  return rest as TableCreationParameters;
}

/** Whether enough is written to try. */
export function isWhole({ partition }: NewKey, name: string): boolean {
  return name !== "" && partition.name !== "";
}

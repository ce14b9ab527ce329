import {
  DescribeTableCommand,
  DynamoDBClient,
  type KeySchemaElement,
  type TableDescription,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { useClient } from "../cloud/clients.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";

/** A table as AWS describes it. While it or an index is being changed, it is looked at again. */
export function useTable(name: string) {
  const client = useClient(DynamoDBClient);
  return useAnswer(
    ["dynamodb", "table", name],
    async () => (await client.send(new DescribeTableCommand({ TableName: name }))).Table ?? {},
    { every: (table) => (isInMotion(table) ? 1000 : 10_000) },
  );
}

/** Changes a table by UpdateTable: `inForm` when a form shows what went wrong. */
export function useUpdateTable(name: string, done: string, inForm = false) {
  const client = useClient(DynamoDBClient);
  return useChange(
    (input: Omit<UpdateTableCommandInput, "TableName">) =>
      client.send(new UpdateTableCommand({ TableName: name, ...input })),
    { done: () => done, stale: ["dynamodb", "table", name], inForm },
  );
}

function isInMotion({ TableStatus = "ACTIVE", GlobalSecondaryIndexes = [] }: TableDescription = {}): boolean {
  return TableStatus !== "ACTIVE" || GlobalSecondaryIndexes.some(({ IndexStatus }) => IndexStatus !== "ACTIVE");
}

/** The attributes of a key, in their order, and their types. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
  readonly isSort: boolean;
}

export function keyOf(
  { AttributeDefinitions = [] }: TableDescription,
  schema: readonly KeySchemaElement[] = [],
): KeyAttribute[] {
  return schema.map(({ AttributeName: name = "", KeyType }) => ({
    name,
    type: AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? "S",
    isSort: KeyType === "RANGE",
  }));
}

/** The keys of a table, or of one of its indexes; an empty index is the table itself. */
export function keyAttributes(table: TableDescription, index = ""): KeyAttribute[] {
  if (index === "") return keyOf(table, table.KeySchema);
  return keyOf(table, indexesOf(table).find(({ IndexName }) => IndexName === index)?.KeySchema);
}

/** All indexes of a table. */
export function indexesOf({ GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: TableDescription) {
  return [
    ...GlobalSecondaryIndexes.map((index) => ({ ...index, kind: "global" as const })),
    ...LocalSecondaryIndexes.map((index) => ({ ...index, kind: "local" as const, IndexStatus: undefined })),
  ];
}

/** A key in a line: `id (S), at (N)`. */
export function keyText(key: readonly KeyAttribute[]): string {
  return key.map(({ name, type }) => `${name} (${type})`).join(", ");
}

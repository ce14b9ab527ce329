import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Extra, Want } from "../../../auth/access-table.ts";
import type { KeyValues } from "../../../auth/policy/request.ts";
import { AwsError } from "../../../errors.ts";
import { own } from "../../../own.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";
import { arnOf, findTable, tableNameOf } from "../tables/lookup.ts";
import { attributesOf } from "./attributes.ts";
import { namedItem } from "./item-key.ts";
import { literalValue } from "./literals.ts";
import { isOf, type Prepared, prepare } from "./prepared.ts";
import { KeyPlanner } from "./reads/key-plan.ts";

interface Request {
  readonly Statement?: string;
  readonly Parameters?: readonly AttributeValue[];
}

/** What requests with statements have. */
export interface PartiQlInput extends Request {
  readonly Statements?: readonly Request[];
  readonly TransactStatements?: readonly Request[];
}

const OPERATIONS = new Set(["BatchExecuteStatement", "ExecuteStatement", "ExecuteTransaction"]);
const ACTIONS = {
  select: "PartiQLSelect",
  exists: "PartiQLSelect",
  insert: "PartiQLInsert",
  update: "PartiQLUpdate",
  delete: "PartiQLDelete",
} as const;

export function isPartiQl(operation: string): boolean {
  return OPERATIONS.has(operation);
}

/** The action of the first statement, without its prefix. */
export function firstAction(input: PartiQlInput): string | undefined {
  const [first] = readable(input);
  return first && ACTIONS[first.prepared.statement.kind];
}

/** What the first statement is about. Nothing is decided on where none can be read: the operation says why. */
export function firstResource(input: PartiQlInput, context: DynamoDbContext): string | readonly string[] {
  const [first] = readable(input);
  return first ? resourceOf(first.prepared, context) : [];
}

/** What the other statements do, to what. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html */
export function otherStatements(input: PartiQlInput, context: DynamoDbContext): Extra<PartiQlInput>[] {
  return readable(input)
    .slice(1)
    .map(({ prepared, request }) => ({
      action: `dynamodb:${ACTIONS[prepared.statement.kind]}`,
      resource: resourceOf(prepared, context),
      input: request,
    }));
}

/** The condition keys of a statement. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export function statementKeys({ input, operation }: Want<PartiQlInput>, context: DynamoDbContext): KeyValues {
  const [first] = readable(input);
  if (!first) return {};
  const { prepared } = first;
  const { statement } = prepared;
  const table = findTable(tableNameOf(statement.table, context), context.state);
  return {
    "dynamodb:Attributes": attributesOf(statement),
    "dynamodb:EnclosingOperation": operation === "ExecuteTransaction" ? operation : undefined,
    "dynamodb:LeadingKeys": table && partitionsOf(prepared, table)?.map(textOf),
    ...(isOf(prepared, "select", "exists") && {
      "dynamodb:FullTableScan": String(table !== undefined && isScan(prepared, table)),
      "dynamodb:Select": selectOf(prepared),
    }),
    ...(isOf(prepared, "update", "delete") && {
      "dynamodb:ReturnValues": returnValuesOf(prepared.statement.returning),
    }),
  };
}

interface Readable {
  readonly request: Request;
  readonly prepared: Prepared;
}

function readable(input: PartiQlInput): Readable[] {
  const requests = input.Statements ?? input.TransactStatements ?? [input];
  return requests.flatMap((request) => {
    try {
      return [{ request, prepared: prepare(request) }];
    } catch (error) {
      if (error instanceof AwsError) return [];
      throw error;
    }
  });
}

function resourceOf(prepared: Prepared, context: DynamoDbContext): string {
  const { statement } = prepared;
  const arn = arnOf(tableNameOf(statement.table, context));
  const index = isOf(prepared, "select", "exists") ? prepared.statement.index : undefined;
  return index === undefined ? arn : `${arn}/index/${index}`;
}

type Selecting = Prepared<Extract<Prepared["statement"], { kind: "select" | "exists" }>>;

function selectOf({ statement: { columns, index } }: Selecting): string {
  if (columns) return "SPECIFIC_ATTRIBUTES";
  return index === undefined ? "ALL_ATTRIBUTES" : "ALL_PROJECTED_ATTRIBUTES";
}

function returnValuesOf(returning: string | undefined): string {
  return returning?.replace("MODIFIED", "UPDATED").replace(" ", "_") ?? "NONE";
}

function plannerOf({ statement, parameters }: Selecting, table: TableRecord): KeyPlanner {
  const index = table.indexes.find(({ name }) => name === statement.index);
  return new KeyPlanner(table, index?.key ?? table.key, parameters);
}

function isScan(prepared: Selecting, table: TableRecord): boolean {
  return !plannerOf(prepared, table).isKeyed(prepared.statement.where);
}

/** The values of the partition key that a statement is about; nothing where it does not tell. */
function partitionsOf(prepared: Prepared, table: TableRecord): readonly AttributeValue[] | undefined {
  const { statement, parameters } = prepared;
  const [name = ""] = table.key.partition;
  if (isOf(prepared, "select", "exists")) {
    const { where } = prepared.statement;
    const planner = plannerOf(prepared, table);
    return where && planner.isKeyed(where) ? planner.partitions(where) : undefined;
  }
  if (isOf(prepared, "insert")) {
    const members = prepared.statement.value.members;
    const member = members.find(([key]) => key.kind === "value" && key.value.S === name);
    return member && [literalValue(member[1], parameters)];
  }
  const { key } = namedItem(statement.where, table, parameters, false);
  const value = key && own(key, name);
  return value && [value];
}

function textOf({ S, N, B }: AttributeValue): string {
  return S ?? N ?? Buffer.from(B ?? []).toString("base64");
}

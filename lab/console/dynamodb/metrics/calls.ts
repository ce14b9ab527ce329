import type { Span } from "../../../cloud/trace/span.ts";
import { isFailed } from "../../../cloud/trace/span-tree.ts";
import { consumedIn } from "../../trace/consumed.ts";

/** A call that read or wrote items of a table. */
export interface Call {
  /** Lab time, in milliseconds since the epoch. */
  readonly at: number;
  readonly operation: string;
  readonly isRead: boolean;
  readonly isFailed: boolean;
  readonly isThrottled: boolean;
  /** Milliseconds. */
  readonly took: number;
  /** Capacity units; undefined where the caller did not ask for them (ReturnConsumedCapacity). */
  readonly units: number | undefined;
}

/** How the calls of an operation went, in sum. */
export interface OperationSum {
  readonly operation: string;
  readonly calls: number;
  readonly failed: number;
  readonly throttled: number;
  /** Undefined where no caller asked for them. */
  readonly units: number | undefined;
  readonly slowest: number;
}

const READS = ["GetItem", "BatchGetItem", "TransactGetItems", "Query", "Scan"];
const WRITES = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"];
const STATEMENTS = ["ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"];
const ITEM_OPERATIONS: ReadonlySet<string> = new Set([...READS, ...WRITES, ...STATEMENTS]);

/** A table, and where it is. */
interface Where {
  readonly table: string;
  readonly account: string;
  readonly region: string;
}

/** The calls for the items of a table that a trace has, oldest first. */
export function callsOf({ table, account, region }: Where, spans: readonly Span[]): Call[] {
  return spans.flatMap((span) => {
    const { service, operation, input, output, at, took = 0, error = "" } = span;
    if (service !== "dynamodb" || span.region !== region || span.account !== account) return [];
    if (!ITEM_OPERATIONS.has(operation)) return [];
    const consumed = consumedIn(output).filter((one) => nameIn(one.table) === table);
    if (consumed.length === 0 && !namedIn(input).includes(table)) return [];
    return {
      at,
      operation,
      isRead: READS.includes(operation) || /^\s*select\b/i.test(String(own(input, "Statement") ?? "")),
      isFailed: isFailed(span),
      isThrottled: /Throttl|ThroughputExceeded|RequestLimitExceeded/.test(error),
      took,
      units: consumed.length === 0 ? undefined : consumed.reduce((sum, { units }) => sum + units, 0),
    };
  });
}

/** What calls were, by their operation; the most frequent first. */
export function sumsOf(calls: readonly Call[]): OperationSum[] {
  const operations = [...new Set(calls.map(({ operation }) => operation))];
  const sums = operations.map((operation) => {
    const all = calls.filter((one) => one.operation === operation);
    return {
      operation,
      calls: all.length,
      failed: all.filter((one) => one.isFailed).length,
      throttled: all.filter((one) => one.isThrottled).length,
      units: unitsOf(all),
      slowest: all.reduce((most, { took }) => Math.max(most, took), 0),
    };
  });
  return sums.sort((a, b) => b.calls - a.calls);
}

/** What calls consumed, where their callers asked for it. */
export function unitsOf(calls: readonly Call[]): number | undefined {
  const told = calls.flatMap(({ units }) => units ?? []);
  return told.length === 0 ? undefined : told.reduce((a, b) => a + b);
}

/** The tables that a request names. */
function namedIn(input: unknown): string[] {
  const one = own(input, "TableName");
  const batch = Object.keys((own(input, "RequestItems") ?? {}) as object);
  const transact = [own(input, "TransactItems") ?? []]
    .flat()
    .flatMap((item) => Object.values((item ?? {}) as object).map((action) => own(action, "TableName")));
  // `SELECT * FROM "songs"`: PartiQL has names in double quotes, with the index after a dot.
  const statement = String(own(input, "Statement") ?? "");
  const quoted = statement.match(/"[^"]+"/g)?.map((name) => name.slice(1, -1)) ?? [];
  return [one, ...batch, ...transact, ...quoted].map((name) => nameIn(String(name)));
}

/** A table's name, of its ARN too. */
function nameIn(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? (nameOrArn.split("/")[1] ?? "") : nameOrArn;
}

function own(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

import { violationOf } from "../../../wire/constraints.ts";
import { invalid, noTable, stillInUse, tableNotFound } from "../errors.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { DynamoDbContext, DynamoDbState } from "../state.ts";

/** Which table a request names. */
export interface TableName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

const ARN = /^arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):(\d{12}):table\/([a-zA-Z0-9_.-]+)(?:\/|$)/;

/** Reads a `TableName`, which may be the ARN of a table of any account, or of something that belongs to one. */
export function tableNameOf(name: string, { account, region }: Pick<DynamoDbContext, "account" | "region">): TableName {
  if (!name.startsWith("arn:")) {
    checkName(name);
    return { account, region, name };
  }
  const [, ofRegion, ofAccount, ofName] = ARN.exec(name) ?? [];
  if (ofRegion === undefined || ofAccount === undefined || ofName === undefined) throw invalid("Invalid table ARN");
  return { account: ofAccount, region: ofRegion, name: ofName };
}

/** The same of a table that is here: each region answers for its own, whatever an ARN says. */
function nameHere(name: string, context: Pick<DynamoDbContext, "account" | "region">): TableName {
  const found = tableNameOf(name, context);
  if (found.region !== context.region) throw invalidArn(`Invalid AWS region in '${name}'`);
  if (name.startsWith("arn:") && name.split(":")[5] !== `table/${found.name}`)
    throw invalidArn(`Invalid resource type in '${name}'`);
  return found;
}

const invalidArn = (what: string) => invalid(`1 validation error detected: ${what}`);

/** DynamoDB has words of its own for a name's length. */
function checkName(name: string): void {
  if (name.length < 3 || name.length > 255)
    throw invalid("TableName must be at least 3 characters long and at most 255 characters long");
  if (!/^[a-zA-Z0-9_.-]+$/.test(name))
    throw invalid(violationOf("tableName", "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+", name));
}

export function arnOf({ account, region, name }: TableName): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${name}`;
}

export function findTable({ account, region, name }: TableName, state: DynamoDbState): TableRecord | undefined {
  return state.tables.get(account, region, name);
}

/** The table whose items a request is about. Throws DynamoDB's error where there is none. */
export function openTable(name: string, context: DynamoDbContext): TableRecord {
  const table = findTable(nameHere(name, context), context.state);
  if (!table || table.isFilling) throw noTable();
  return table;
}

/** The table that a request is about itself. Its error names the table. */
export function describedTable(name: string, context: DynamoDbContext): TableRecord {
  const found = nameHere(name, context);
  const table = findTable(found, context.state);
  if (!table) throw tableNotFound(found.name);
  return table;
}

/** The same, to change it. Throws DynamoDB's error for one that is not there yet. */
export function changeableTable(name: string, context: DynamoDbContext): TableRecord {
  const table = describedTable(name, context);
  if (table.isFilling) throw stillInUse(`Table is being created: ${table.name}`);
  return table;
}

/** An index of a table, to read from. Throws DynamoDB's errors where there is none, or not yet. */
export function openIndex({ indexes }: TableRecord, name: string): IndexRecord {
  const index = indexes.find((one) => one.name === name);
  if (!index || index.isDeleting) throw invalid(`The table does not have the specified index: ${name}`);
  if (index.isBackfilling) throw invalid(`Cannot read from backfilling global secondary index: ${name}`);
  return index;
}

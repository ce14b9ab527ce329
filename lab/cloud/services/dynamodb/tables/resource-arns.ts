import { invalidParameters } from "../errors.ts";
import type { TableName } from "./lookup.ts";

/** What an ARN names: a table, or one of its streams. */
export interface TableOrStream extends TableName {
  /** The label of a stream. */
  readonly stream?: string;
}

const TABLE = /^arn:aws[a-z-]*:dynamodb:([a-z0-9-]+):(\d{12}):table\/([a-zA-Z0-9_.-]+)(?:\/stream\/([\dT:.-]+))?$/;

/** Reads the ARN of what can have tags or a policy. Throws DynamoDB's errors for others. */
export function readTableArn(arn: string): TableOrStream {
  if (!arn.startsWith("arn:")) throw invalidParameters(`ARNs must start with 'arn:': ${arn}`);
  const [, service] = /^arn:[^:]*:([^:]*):/.exec(arn) ?? [];
  if (service !== "dynamodb") throw invalidParameters(`Provided Arn is not a DynamoDB resource arn: ${arn}`);
  const [, region = "", account = "", name, stream] = TABLE.exec(arn) ?? [];
  if (name === undefined)
    throw invalidParameters(
      `Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}`,
    );
  return { region, account, name, ...(stream !== undefined && { stream }) };
}

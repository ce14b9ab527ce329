import { createHash } from "node:crypto";
import type { ExecuteStatementInput } from "@aws-sdk/client-dynamodb";
import { invalid } from "../../errors.ts";
import { readItem, writtenItem } from "../../items/stored-item.ts";
import type { Item } from "../../values/attribute-value.ts";

/** Where a SELECT goes on. */
export interface Position {
  /** The number of the read among those that it falls into. */
  readonly read: number;
  /** The key of the item after which it goes on there; from its beginning without one. */
  readonly after: Item | undefined;
}

/** The token of a position, which is good for the same statement with the same parameters. */
export function sealed({ read, after }: Position, input: ExecuteStatementInput): string {
  const text = JSON.stringify([digestOf(input), read, after ? writtenItem(after) : ""]);
  return Buffer.from(text).toString("base64");
}

/** Reads a token. Throws DynamoDB's errors for one that no page gave, or that another statement's did. */
export function opened({ NextToken, ...input }: ExecuteStatementInput): Position {
  if (NextToken === undefined) return { read: 0, after: undefined };
  const [digest, read, after] = partsOf(NextToken);
  if (digest !== digestOf(input)) throw invalid("NextToken does not match request");
  return { read, after: after === "" ? undefined : readItem(after) };
}

function partsOf(token: string): [digest: string, read: number, after: string] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, "base64").toString());
    if (Array.isArray(parts) && parts.length === 3 && Number.isSafeInteger(parts[1]) && typeof parts[2] === "string") {
      if (parts[2] !== "") readItem(parts[2]);
      return parts as [string, number, string];
    }
  } catch {}
  throw invalid("Invalid NextToken");
}

function digestOf({ Statement, Parameters = [] }: ExecuteStatementInput): string {
  const parameters = Parameters.map((value) => writtenItem({ value })).join();
  return createHash("sha256").update(`${Statement}\n${parameters}`).digest("base64").slice(0, 16);
}

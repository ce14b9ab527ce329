import { AwsError } from "../../../errors.ts";
import { invalid } from "../errors.ts";
import type { Place } from "./grammar/syntax.ts";

/**
 * A statement that can't be read. The details are those of PartiQL's own parser, which DynamoDB uses; what is no token at all
 * has none.
 */
export const malformed = (detail = "") => invalid(`Statement wasn't well formed, can't be processed: ${detail}`);

/** An error that says where in the statement it is: line, column and length, in characters. */
export const invalidAt = (message: string, { line, column, length }: Place) =>
  invalid(`${message} at ${line}:${column}:${length}`);

export const duplicateItem = () => new AwsError("DuplicateItemException", "Duplicate primary key exists in table");

/** A WHERE that does not say which item a write is about. */
export class KeyFault extends AwsError {
  constructor(message: string) {
    super("ValidationException", message);
  }
}

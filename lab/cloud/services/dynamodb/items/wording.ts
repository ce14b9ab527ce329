import { AwsError } from "../../../errors.ts";
import { invalid, RequestFault } from "../errors.ts";

/**
 * Checks a request as PutItem, UpdateItem and DeleteItem do: what is wrong with it whatever its table is, is counted as what breaks
 * the model is. https://github.com/paritysuite/dynamodb-conformance has what AWS answers, by the month.
 */
export function counted<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    const isFault = error instanceof AwsError && error.name === "ValidationException";
    throw isFault ? invalid(`1 validation error detected: ${error.message}`) : error;
  }
}

/** Checks a request, or a member of one, as BatchWriteItem, Scan, transactions and PartiQL do. */
export function inOlderWords<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof RequestFault ? invalid(error.older) : error;
  }
}

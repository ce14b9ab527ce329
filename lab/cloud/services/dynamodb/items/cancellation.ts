import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../errors.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { EmptyKey } from "./keys.ts";

/** What errors of single items are called in a transaction. */
const CODES = new Map([
  ["ConditionalCheckFailedException", "ConditionalCheckFailed"],
  ["DuplicateItemException", "DuplicateItem"],
  ["ItemCollectionSizeLimitExceededException", "ItemCollectionSizeLimitExceeded"],
  ["ProvisionedThroughputExceededException", "ProvisionedThroughputExceeded"],
  ["ResourceNotFoundException", "ResourceNotFound"],
  ["ThrottlingException", "ThrottlingError"],
  ["ValidationException", "ValidationError"],
]);

const NONE: CancellationReason = { Code: "None" };

/**
 * Does something for each member of a transaction. Throws a TransactionCanceledException with a reason for each of them when one
 * fails. What is no reason for that is thrown as it is: DynamoDB answers empty keys before the transaction begins.
 */
export function forEachMember<T, R>(members: readonly T[], run: (member: T) => R): R[] {
  const reasons: CancellationReason[] = [];
  const results = members.map((member) => {
    try {
      const result = run(member);
      reasons.push(NONE);
      return result;
    } catch (error) {
      const Code = error instanceof AwsError && !(error instanceof EmptyKey) && CODES.get(error.name);
      if (!Code) throw error;
      const { message, fields } = error as AwsError;
      const item = fields.Item as Item | undefined;
      reasons.push({ Code, Message: message, ...(item && { Item: item as Record<string, AttributeValue> }) });
      return undefined;
    }
  });
  if (reasons.some((reason) => reason !== NONE)) throw cancelled(reasons);
  return results as R[];
}

function cancelled(CancellationReasons: readonly CancellationReason[]): AwsError {
  const codes = CancellationReasons.map(({ Code }) => Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError("TransactionCanceledException", message, undefined, { CancellationReasons });
}

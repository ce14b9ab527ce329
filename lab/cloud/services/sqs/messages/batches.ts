import type { BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../errors.ts";
import { checkBatchIds, MOST_ENTRIES } from "../../../service/batch-ids.ts";

/** Checks what all batches must be. Throws AWS's errors. */
export function checkBatch(entries: readonly { readonly Id?: string | undefined }[], kind: string): void {
  checkBatchIds(entries, {
    empty: () => new AwsError("EmptyBatchRequest", `There should be at least one ${kind} in the request.`),
    tooMany: (count) =>
      new AwsError(
        "TooManyEntriesInBatchRequest",
        `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${count}.`,
      ),
    invalidId: () =>
      new AwsError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      ),
    repeated: (id) => new AwsError("BatchEntryIdsNotDistinct", `Id ${id} repeated.`),
  });
}

/** Query's names of errors that a batch tells of single entries. */
const CODES: Readonly<Record<string, string>> = {
  InvalidParameterValueException: "InvalidParameterValue",
  MissingRequiredParameterException: "MissingParameter",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
};

/** What a batch tells of an entry that failed. Throws what is no fault of the entry. */
export function failed(Id: string, error: unknown): BatchResultErrorEntry {
  if (!(error instanceof AwsError) || (error.status ?? 400) >= 500) throw error;
  const Code = Object.hasOwn(CODES, error.name) ? CODES[error.name] : error.name;
  return { Id, SenderFault: true, Code, Message: error.message };
}

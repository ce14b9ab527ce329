import type { BatchResultErrorEntry } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../errors.ts";

/** How many entries a batch can have. */
const MOST = 10;

/** Checks what all batches must be. Throws AWS's errors. */
export function checkBatch(entries: readonly { readonly Id?: string | undefined }[], kind: string): void {
  if (entries.length === 0)
    throw new AwsError("EmptyBatchRequest", `There should be at least one ${kind} in the request.`);
  if (entries.length > MOST) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${MOST}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id = "" } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) {
      throw new AwsError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    }
    if (seen.has(Id)) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${Id} repeated.`);
    seen.add(Id);
  }
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

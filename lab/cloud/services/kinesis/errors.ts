import { AwsError } from "../../errors.ts";
import type { StreamName } from "./records.ts";

export const invalid = (message: string) => new AwsError("InvalidArgumentException", message);

/** A token that no page gave. */
export const invalidToken = () => invalid("NextToken is invalid.");

/** What the model's constraints don't say, in their words. */
export const notValid = (message: string) => new AwsError("ValidationException", message);

export const inUse = (message: string) => new AwsError("ResourceInUseException", message);

export const notFound = (message: string) => new AwsError("ResourceNotFoundException", message);

export const limitExceeded = (message: string) => new AwsError("LimitExceededException", message);

/** A shard takes or gives no more in this second. */
export class RateExceeded extends AwsError {
  constructor(shard: string, { name, account }: Pick<StreamName, "name" | "account">) {
    super(
      "ProvisionedThroughputExceededException",
      `Rate exceeded for shard ${shard} in stream ${name} under account ${account}.`,
    );
  }
}

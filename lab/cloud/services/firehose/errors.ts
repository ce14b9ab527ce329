import { AwsError } from "../../errors.ts";
import type { StreamName } from "./records.ts";

export const invalid = (message: string) => new AwsError("InvalidArgumentException", message);

export const inUse = (message: string) => new AwsError("ResourceInUseException", message);

export const limitExceeded = (message: string) => new AwsError("LimitExceededException", message);

export const noStream = ({ name, account }: Pick<StreamName, "name" | "account">) =>
  new AwsError("ResourceNotFoundException", `Firehose ${name} under account ${account} not found.`);

/** What AWS has and the lab does not, by its name. */
export const notYet = (what: string) => new AwsError("NotImplemented", `Skylab does not have ${what} yet.`, 501);

import type { AwsError } from "../../../errors.ts";
import type { Item } from "../values/attribute-value.ts";

/** What a line of a file is: an item that was not checked yet, or the reason why it is none. */
export type Read = Item | AwsError;

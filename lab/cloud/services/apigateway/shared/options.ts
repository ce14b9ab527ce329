import { badRequest } from "./errors.ts";

/** Throws API Gateway's error for a value that is none of the options, which a patch or a document may have brought. */
export function checkOption(what: string, value: string | undefined, options: readonly string[]): void {
  if (value !== undefined && !options.includes(value))
    throw badRequest(`Invalid ${what} specified. Valid options are ${options.join(",")}`);
}

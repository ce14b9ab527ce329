import { type FunctionResponse, responseV2 } from "../../../web/payload-v2.ts";
import type { Executed } from "../invocation/invocations.ts";

/** What a function answered, as HTTP. */
export function responseOf({ payload, errorType }: Executed): FunctionResponse {
  return (errorType ? undefined : responseV2(payload)) ?? internalServerError;
}

/** An answer of the platform itself. */
export function message(status: number, Message: string): FunctionResponse & { headers: Record<string, string> } {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify({ Message }) };
}

/** What a client sees of a function that failed. */
export const internalServerError: FunctionResponse = {
  status: 502,
  headers: { "content-type": "application/json" },
  body: "Internal Server Error",
};

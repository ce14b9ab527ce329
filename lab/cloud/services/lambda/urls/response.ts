import { type FunctionResponse, responseV2 } from "../../../payload-v2.ts";
import type { Executed } from "../invocation/invocations.ts";

/** Headers of the connection, which are not the function's to say: with them the client would be told two lengths. */
const CONNECTION = ["connection", "keep-alive", "trailer", "transfer-encoding", "upgrade"];

/** What a function answered, as HTTP. */
export function responseOf({ payload, errorType }: Executed): FunctionResponse {
  try {
    const response = errorType ? undefined : responseV2(payload);
    return response ? { ...response, ...finalHead(response) } : internalServerError;
  } catch {
    // Its members are something else than they should be.
    return internalServerError;
  }
}

/** A status that ends a request, and headers that don't speak of the connection. Throws when the status is another. */
export function finalHead({ status, headers }: Omit<FunctionResponse, "body">): Omit<FunctionResponse, "body"> {
  if (status < 200) throw new Error(`A response can't end with ${status}`);
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !CONNECTION.includes(name))),
  };
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

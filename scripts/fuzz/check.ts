import { DOMParser } from "@xmldom/xmldom";
import type { Case } from "./case.ts";
import type { Outcome } from "./exchange.ts";

/** What is wrong with how a case was answered; nothing when all is well. */
export function fault(one: Case, outcome: Outcome): string | undefined {
  if (outcome === "silent") return one.answered ? "no answer in time" : undefined;
  if (outcome === "closed") return one.answered ? "the connection was closed without an answer" : undefined;
  const { status, headers, body } = outcome;
  if (Number.isNaN(status)) return "the answer is not HTTP";
  const text = body.toString("utf8");
  if (status === 500 && /InternalFailure|The lab failed to process/.test(text)) return "500 InternalFailure";
  // A deployed application answers for itself: API Gateway says 500 and 502 of integrations that fail.
  if (one.kind !== "plane" && status === 500) return `500: ${text.slice(0, 200)}`;
  if (one.errors === undefined || one.isHead) return undefined;
  if (status < 400)
    return readable(headers["content-type"], text) ? undefined : `an answer that can't be read: ${text.slice(0, 200)}`;
  // Node.js's own parser refuses what is no HTTP.
  if (status === 431 || (status === 400 && headers.date === undefined)) return undefined;
  return errorShape(one.errors, headers, text)
    ? undefined
    : `a ${status} that is no error of ${one.errors}: ${text.slice(0, 200)}`;
}

/** Whether a client can parse it. */
function readable(type: string | undefined, text: string): boolean {
  if (text === "" || text.length > 200_000) return true;
  try {
    if (type?.includes("json")) JSON.parse(text);
    if (type?.includes("xml")) new DOMParser({ errorHandler: { error: fail, fatalError: fail } }).parseFromString(text);
    return true;
  } catch {
    return false;
  }
}

function fail(message: string): never {
  throw new Error(message);
}

function errorShape(protocol: string, headers: Readonly<Record<string, string>>, text: string): boolean {
  switch (protocol) {
    case "restXml":
      return /<Error>.*<Code>[^<]+<\/Code>/s.test(text);
    case "awsQuery":
      return /<ErrorResponse[^>]*>\s*<Error>.*<Code>[^<]+<\/Code>/s.test(text);
    default:
      return hasJsonError(headers, text);
  }
}

function hasJsonError(headers: Readonly<Record<string, string>>, text: string): boolean {
  try {
    const { __type, code, message, Message } = JSON.parse(text);
    return (
      typeof (headers["x-amzn-errortype"] ?? __type ?? code) === "string" && typeof (message ?? Message) === "string"
    );
  } catch {
    return false;
  }
}

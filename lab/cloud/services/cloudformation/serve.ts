import { collectWithin, respond } from "../../door/http.ts";
import type { Exchange } from "../../service/service.ts";
import type { Answer } from "./engine/custom-resource-answers.ts";
import { type Signal, Signals } from "./engine/signals.ts";
import type { CloudFormationState } from "./state.ts";

/** Takes in what is put at the URLs that stacks hand out: by the providers of custom resources, and to wait handles. */
export async function serve(exchange: Exchange, { answers, signals }: CloudFormationState): Promise<boolean> {
  const { method, path, request } = exchange;
  if (!path.startsWith("/_aws/cloudformation/")) return false;
  const handle = method === "PUT" ? Signals.handleOf(path) : undefined;
  const asked = method === "PUT" && answers.waitsAt(path);
  // A body that nobody waits for is not kept.
  if (!handle && !asked) request.resume();
  const body = handle || asked ? ((await collectWithin(request, LARGEST_BODY)) ?? TOO_LONG) : TOO_LONG;
  const signal = handle && signalOf(body);
  if (handle && signal) signals.send(handle, signal);
  const expected = signal !== undefined || asked;
  if (expected && !signal) answers.give(path, answerOf(body));
  await respond(exchange, { status: expected ? 200 : 403, headers: {}, body: expected ? "" : "Request has expired\n" });
  return true;
}

/** Characters: the store takes no longer ones for keys. */
const LONGEST_ID = 256;

/** Nothing for what is no signal: CloudFormation does not take that in. */
function signalOf(body: Buffer): Signal | undefined {
  try {
    const { UniqueId, Status, Data, Reason } = JSON.parse(body.toString("utf8"));
    if (
      typeof UniqueId !== "string" ||
      UniqueId === "" ||
      UniqueId.length > LONGEST_ID ||
      (Status !== "SUCCESS" && Status !== "FAILURE")
    )
      return undefined;
    return { uniqueId: UniqueId, status: Status, data: asText(Data), reason: asText(Reason) };
  } catch {
    return undefined;
  }
}

function asText(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

/** CloudFormation reads answers of 4,096 bytes at most; signals, whose data may be longer, are read by the same code. */
const LARGEST_ANSWER = 4096;
const LARGEST_BODY = 65_536;
/** What stands for one that is longer still. */
const TOO_LONG = Buffer.alloc(LARGEST_ANSWER + 1);

function answerOf(body: Buffer): Answer {
  if (body.length > LARGEST_ANSWER) return { Status: "FAILED", Reason: "Response object is too long." };
  try {
    return Object(JSON.parse(body.toString("utf8")));
  } catch {
    return { Status: "FAILED", Reason: "Response is not well-formed JSON" };
  }
}

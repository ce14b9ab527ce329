import { collect, respond } from "../../http.ts";
import type { Exchange } from "../../service.ts";
import type { Answer } from "./engine/custom-resource-answers.ts";
import type { CloudFormationState } from "./state.ts";

/** Takes in what the providers of custom resources put at their ResponseURL. */
export async function receive(exchange: Exchange, { answers }: CloudFormationState): Promise<"answered" | undefined> {
  const { method, path, request } = exchange;
  if (!path.startsWith("/_aws/cloudformation/")) return undefined;
  const body = await collect(request);
  const expected = method === "PUT" && answers.waitsAt(path);
  if (expected) answers.give(path, answerOf(body));
  await respond(exchange, { status: expected ? 200 : 403, headers: {}, body: expected ? "" : "Request has expired\n" });
  return "answered";
}

/** CloudFormation reads answers of 4,096 bytes at most. */
const LARGEST_ANSWER = 4096;

function answerOf(body: Buffer): Answer {
  if (body.length > LARGEST_ANSWER) return { Status: "FAILED", Reason: "Response object is too long." };
  try {
    return Object(JSON.parse(body.toString("utf8")));
  } catch {
    return { Status: "FAILED", Reason: "Response is not well-formed JSON" };
  }
}

import type { OpenedSource } from "../../../delivery/polling/job.ts";
import { check } from "../../../delivery/send.ts";
import { serviceOf } from "../../../delivery/source.ts";
import type { PipeRecord } from "../records.ts";
import { roleOf } from "../roles/role-sessions.ts";
import type { PipesState } from "../state.ts";
import { openSource } from "./opened.ts";
import { streamParameters } from "./parameters.ts";

/** What the reason of a pipe's state begins with, when what it was made with is no good. */
const PREFIX = "Input parameter is invalid from the request due to : ";

/** Why a pipe can't run, as AWS says it in StateReason; nothing when it can. */
export async function problemOf(pipe: PipeRecord, state: PipesState): Promise<string | undefined> {
  try {
    await state.sessions.assume(pipe);
  } catch {
    return `${PREFIX}The provided customer role ${pipe.role} cannot be assumed by principal 'pipes.amazonaws.com'`;
  }
  const opened = await openSource(pipe, state);
  const reading = opened && (await readingProblem(opened, pipe));
  if (reading !== undefined) return `${PREFIX}${reading}`;
  return await deadLetterProblem(pipe, state);
}

async function readingProblem(opened: OpenedSource, { source }: PipeRecord): Promise<string | undefined> {
  try {
    if ("queue" in opened) await opened.queue.check?.();
    else await opened.stream.source.check();
    return undefined;
  } catch (thrown) {
    const error = thrown as Error;
    if ("stream" in opened) {
      if (/NotFound/.test(error.name)) return `Stream not found: ${source}`;
      const { actions } = opened.stream;
      const all = `${actions.slice(0, -1).join(", ")}, and ${actions.at(-1)}`;
      return `Cannot access stream ${source}. Please ensure the role can perform the ${all} Actions on your stream in IAM.`;
    }
    const service = serviceOf(source).toUpperCase();
    const [, action] = /perform: \w+:(\w+)/.exec(error.message) ?? [];
    if (action !== undefined)
      return `The provided customer role does not have permissions to call ${action} on ${service}`;
    return `Error occurred while ReceiveMessage. ${service} Error Code: ${error.name}. ${service} Error Message: ${error.message}`;
  }
}

async function deadLetterProblem(pipe: PipeRecord, { cloud }: PipesState): Promise<string | undefined> {
  const { deadLetters } = streamParameters(pipe);
  if (deadLetters === undefined) return undefined;
  const kind = serviceOf(deadLetters) === "sns" ? "SNS topic" : "SQS queue";
  return await check(deadLetters, roleOf(pipe), cloud).then(
    () => undefined,
    () => `${PREFIX}Error occurred while sending message to ${kind}: ${deadLetters}`,
  );
}

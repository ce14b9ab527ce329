import { readFile } from "node:fs/promises";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { LabError } from "../../lab-error.ts";
import { settingsFor } from "../lab-api.ts";
import { print } from "../output.ts";
import type { RegionOptions } from "../place.ts";
import { functionNamed } from "./running-functions.ts";

/** The event is no JSON. */
export class NotJson extends LabError {
  override readonly name = "NotJson";
}

/**
 * `lab invoke`: has a function of a running lab work on an event, prints its answer, and the end of its log to the error
 * output; as JSON, both at once. The exit code is 1 when the function failed.
 *
 * @param event JSON, or `@file` with JSON in it
 */
export async function invoke(name: string, event: string, options: RegionOptions): Promise<void> {
  const Payload = await payloadOf(event);
  const FunctionName = await functionNamed(name, options);
  // An event is never sent twice.
  const client = new LambdaClient({ ...(await settingsFor(options)), maxAttempts: 1 });
  try {
    const answer = await client.send(new InvokeCommand({ FunctionName, Payload, LogType: "Tail" }));
    const log = Buffer.from(answer.LogResult ?? "", "base64").toString();
    const payload = answer.Payload?.transformToString() ?? "";
    if (!options.json) process.stderr.write(log);
    const { FunctionError: functionError, StatusCode: statusCode } = answer;
    const result = { function: FunctionName, statusCode, functionError, payload: parsed(payload), log };
    print(options, result, () => pretty(payload));
    if (functionError) process.exitCode = 1;
  } finally {
    client.destroy();
  }
}

async function payloadOf(event: string): Promise<string> {
  const json = event.startsWith("@") ? await readEvent(event.slice(1)) : event;
  try {
    return JSON.stringify(JSON.parse(json));
  } catch (error) {
    throw new NotJson(`The event is not JSON: ${(error as Error).message}`);
  }
}

async function readEvent(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((error) => {
    // Node.js leaves out the name of what it could open but not read: a folder.
    throw Object.assign(error, { path: file });
  });
}

function pretty(payload: string): string {
  const value = parsed(payload);
  return typeof value === "string" && value === payload ? payload : JSON.stringify(value, null, 2);
}

/** What a function answered; what is no JSON (a runtime of a user's own may answer so) as it is. */
function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

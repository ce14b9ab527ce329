import type { Target } from "@aws-sdk/client-scheduler";
import type { Cloud } from "../../../cloud.ts";
import { type FoundAction, findAction, inputOf } from "../../../delivery/api-call.ts";
import { targetOf } from "../../../delivery/send.ts";
import { notImplemented } from "../../../errors.ts";
import { UnknownMember } from "../../../wire/sdk-json.ts";
import { invalid } from "../errors.ts";

/** Services that schedules call by an ARN of their resources. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html */
const TEMPLATED = new Set([
  "codebuild",
  "codepipeline",
  "ecs",
  "events",
  "firehose",
  "inspector",
  "kinesis",
  "lambda",
  "sagemaker",
  "sns",
  "sqs",
  "states",
]);

/** Actions that only read, or wait: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html */
const READING =
  /^(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|retrieve|testConnection|translateDocument|isAuthorized|invokeModel)/;

const UNIVERSAL = /^arn:aws:scheduler:::aws-sdk:([a-z0-9]{1,64}):([A-Za-z0-9]{1,128})$/;

/** The operation that a universal target names; nothing for another target. */
export function universalOf(arn: string): { readonly service: string; readonly action: string } | undefined {
  const [, service, action] = UNIVERSAL.exec(arn) ?? [];
  return service === undefined || action === undefined ? undefined : { service, action };
}

/** Looks whether a schedule may have a target. Whether that exists, and may be called, shows when the schedule fires. */
export async function checkTarget(target: Target, cloud: Cloud): Promise<void> {
  const { Arn = "", Input } = target;
  const universal = universalOf(Arn);
  if (universal) {
    const found = await openAction(universal, cloud);
    checkInput(Input ?? "{}", universal, found);
    return;
  }
  const [arn, , service = "", ...rest] = Arn.split(":");
  if (arn !== "arn" || rest.length < 3) throw invalid("Provided Arn is not in correct format.");
  if (!TEMPLATED.has(service)) throw invalid(`${service} is not a supported service for a target.`);
  await targetOf(Arn, cloud);
  checkParameters(service, target);
}

/** The operation that a universal target calls. Throws the Scheduler's errors for what it does not call. */
export async function openAction(
  { service, action }: { readonly service: string; readonly action: string },
  cloud: Cloud,
): Promise<FoundAction> {
  if (READING.test(action)) throw invalid(`${action} is not a supported api for the service ${service}.`);
  const found = await findAction({ service, action }, cloud);
  // Whether AWS has it, the lab can't tell.
  if (found === "no service") throw notImplemented(service, action);
  if (found === "no action") throw invalid(`${action} is not a supported api for the service ${service}.`);
  if (!found.isImplemented) throw notImplemented(service, found.operation.name);
  return found;
}

function checkInput(input: string, { service, action }: { service: string; action: string }, found: FoundAction): void {
  const json = parsed(input);
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw invalid("Invalid RequestJson provided. Reason The provided json is not valid.");
  try {
    inputOf(found, json);
  } catch (error) {
    if (!(error instanceof UnknownMember)) throw invalid("Invalid RequestJson provided.");
    const place = `for api '${action}' for the service '${service}'`;
    throw invalid(`Invalid RequestJson provided. Reason The field '${error.member}' is not supported ${place}.`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkParameters(service: string, target: Target): void {
  if (service === "events" && !target.EventBridgeParameters)
    throw invalid("EventBridgeParameters are required for a target that is an event bus.");
  if (service === "kinesis" && !target.KinesisParameters)
    throw invalid("KinesisParameters are required for a target that is a Kinesis stream.");
  if (service === "events" && target.Input === undefined)
    throw invalid("Input is required for a target that is an event bus.");
}

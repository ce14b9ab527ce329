import type { CreateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import { beginnings } from "../../../delivery/polling/opened.ts";
import { type QueueSource, type Source, serviceOf } from "../../../delivery/source.ts";
import { invalidParameter } from "../errors.ts";
import { resolve } from "../functions/lookup.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaContext, LambdaState } from "../state.ts";
import { accessMessage, ownerOf } from "./job.ts";

type Start = Pick<MappingRecord, "startingPosition" | "startingTimestamp">;

/** Where a mapping of a stream is to begin. Throws AWS's errors where the input does not say, or can't. */
export function startOf(input: CreateEventSourceMappingRequest, source: Source): Start {
  if (source.kind === "queue") return {};
  const { StartingPosition: startingPosition, StartingPositionTimestamp: timestamp } = input;
  if (startingPosition === undefined) {
    throw invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  }
  if (!source.startingPositions.includes(startingPosition))
    throw invalidParameter(`Unsupported starting position for arn type: ${input.EventSourceArn}`);
  if (startingPosition !== "AT_TIMESTAMP") return { startingPosition };
  if (!timestamp) throw invalidParameter("StartingPositionTimestamp must be provided for AT_TIMESTAMP");
  return { startingPosition, startingTimestamp: timestamp.getTime() };
}

/** Looks whether the function's role may read a source. Throws AWS's errors when it may not. */
export async function checkSource(mapping: MappingRecord, { state }: LambdaContext): Promise<void> {
  const opened = await state.sources.open(mapping, state);
  if (!opened) return;
  if ("queue" in opened) return await checkQueue(mapping, opened.queue, state);
  const { source, actions } = opened.stream;
  await source.check().catch((error: Error) => {
    if (error.name === "ResourceNotFoundException") throw invalidParameter(`Stream not found: ${mapping.source}`);
    if (error.name === "ValidationException")
      throw invalidParameter(`Unrecognized event source, must be a stream of ${serviceOf(mapping.source)}.`);
    throw invalidParameter(accessMessage(mapping.source, actions));
  });
}

/** A function that may still be at work when others get what it works on would do it twice: that is refused. */
async function checkQueue(mapping: MappingRecord, queue: QueueSource, state: LambdaState): Promise<void> {
  const facts = await queue.check?.().catch((error: Error) => {
    const [, service = "", action] = /perform: (\w+):(\w+)/.exec(error.message) ?? [];
    if (action !== undefined) {
      const name = service.toUpperCase();
      throw invalidParameter(`The provided execution role does not have permissions to call ${action} on ${name}`);
    }
    throw invalidParameter(queueMessage(mapping.source, error));
  });
  if (!facts) return;
  const { Timeout = 3 } = resolve(mapping.target, state).version.configuration;
  if (facts.visibility < Timeout) {
    throw invalidParameter(
      `Queue visibility timeout: ${facts.visibility} seconds is less than Function timeout: ${Timeout} seconds`,
    );
  }
  if (facts.isInOrder && (mapping.window ?? 0) > 0)
    throw invalidParameter("Batching window is not supported for FIFO queues");
}

function queueMessage(source: string, error: Error): string {
  const service = serviceOf(source).toUpperCase();
  return `Error occurred while ReceiveMessage. ${service} Error Code: ${error.name}. ${service} Error Message: ${error.message}`;
}

/**
 * The events after which a mapping that is enabled for the first time begins, by shards. They are known as soon as it is: what
 * happens then is not missed.
 */
export async function beginningsOf(mapping: MappingRecord, { state }: LambdaContext): Promise<[string, string][]> {
  if (!mapping.enabled || !mapping.startingPosition || state.pollers.positions.has(ownerOf(mapping))) return [];
  const opened = await state.sources.open(mapping, state);
  return opened ? await beginnings(opened) : [];
}

import type { CreateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import { type Source, serviceOf } from "../../../delivery/source.ts";
import { invalidParameter } from "../errors.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaContext } from "../state.ts";
import { accessMessage } from "./stream-poller.ts";

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

/** Looks whether the function's role may read a stream. Throws AWS's errors when it may not. */
export async function checkStream(mapping: MappingRecord, { state }: LambdaContext): Promise<void> {
  const opened = await state.sources.open(mapping, state);
  if (!opened || !("stream" in opened)) return;
  const { source, actions } = opened.stream;
  await source.check().catch((error: Error) => {
    if (error.name === "ResourceNotFoundException") throw invalidParameter(`Stream not found: ${mapping.source}`);
    if (error.name === "ValidationException")
      throw invalidParameter(`Unrecognized event source, must be a stream of ${serviceOf(mapping.source)}.`);
    throw invalidParameter(accessMessage(mapping.source, actions));
  });
}

/**
 * The events after which a mapping that is enabled for the first time begins, by shards. They are known as soon as it is: what
 * happens then is not missed.
 */
export async function beginningsOf(mapping: MappingRecord, { state }: LambdaContext): Promise<[string, string][]> {
  if (!mapping.enabled || !mapping.startingPosition || state.pollers.positions.has(mapping)) return [];
  const opened = await state.sources.open(mapping, state);
  if (!opened || !("stream" in opened)) return [];
  const { source } = opened.stream;
  const begun: [string, string][] = [];
  for (const { id } of await source.shards()) {
    const after = await source.begin(id);
    if (after !== undefined) begun.push([id, after]);
  }
  return begun;
}

import { randomUUID } from "node:crypto";
import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import { serviceOf } from "../../../delivery/source.ts";
import { conflict, notFound, unsupported } from "../errors.ts";
import { open } from "../functions/lookup.ts";
import { arnOf, readName } from "../functions/names.ts";
import { pageOf } from "../functions/pages.ts";
import { checkTags } from "../functions/tags.ts";
import type { MappingRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { beginningsOf, checkSource, startOf } from "./beginning.ts";
import { described } from "./described.ts";
import { ownerOf } from "./job.ts";
import { settingsOf } from "./settings.ts";

export const createEventSourceMapping: Lambda["CreateEventSourceMapping"] = async (input, context) => {
  const { state } = context;
  const { EventSourceArn: source } = input;
  if (!source) throw unsupported("event sources other than those with an ARN");
  const known = await state.sources.find(source);
  if (!known) throw unsupported(`event sources of the service ${serviceOf(source)}`);
  const { name: target } = open(input, context);
  refuseTwin(source, target.name, context);
  if (input.Tags) checkTags(input.Tags);
  const made: MappingRecord = {
    uuid: randomUUID(),
    source,
    target,
    enabled: true,
    batchSize: known.kind === "queue" ? 10 : 100,
    modified: 0,
    ...startOf(input, known),
    ...(input.Tags && { tags: input.Tags }),
  };
  const mapping = settingsOf(input, known, made);
  await checkSource(mapping, context);
  const begun = await beginningsOf(mapping, context);
  // Another one may have been made meanwhile.
  refuseTwin(source, target.name, context);
  return put(mapping, "Creating", begun, context);
};

export const updateEventSourceMapping: Lambda["UpdateEventSourceMapping"] = async (input, context) => {
  const source = await context.state.sources.find(openMapping(input.UUID, context).source);
  const before = openMapping(input.UUID, context);
  const target = input.FunctionName ? open({ FunctionName: input.FunctionName }, context).name : before.target;
  const mapping = settingsOf(input, source, { ...before, target });
  if (arnOf(target) !== arnOf(before.target)) await checkSource(mapping, context);
  const begun = await beginningsOf(mapping, context);
  openMapping(input.UUID, context);
  const isToggled = mapping.enabled !== before.enabled;
  return put(mapping, isToggled ? (mapping.enabled ? "Enabling" : "Disabling") : "Updating", begun, context);
};

export const getEventSourceMapping: Lambda["GetEventSourceMapping"] = ({ UUID }, context) =>
  described(openMapping(UUID, context), context);

export const listEventSourceMappings: Lambda["ListEventSourceMappings"] = (input, context) => {
  const { state, account, region } = context;
  // A function that does not exist has none.
  const arn = input.FunctionName && arnOf(readName({ FunctionName: input.FunctionName }, context));
  const { items, NextMarker } = pageOf(state.mappings, [account, region], input);
  const wanted = items.filter(
    ({ source, target }) => source === (input.EventSourceArn ?? source) && (!arn || arnOf(target) === arn),
  );
  return { EventSourceMappings: wanted.map((each) => described(each, context)), NextMarker };
};

export const deleteEventSourceMapping: Lambda["DeleteEventSourceMapping"] = ({ UUID }, context) => {
  const { cloud, state, account, region } = context;
  const mapping = openMapping(UUID, context);
  const last = described(mapping, context, "Deleting");
  cloud.store.write(() => {
    state.mappings.delete(account, region, UUID);
    state.pollers.forget(mapping);
    state.pollers.mark();
  });
  return last;
};

function refuseTwin(source: string, name: string, { state, account, region }: LambdaContext): void {
  const twin = [...state.mappings.values({ under: [account, region] })].find(
    (mapping) => mapping.source === source && mapping.target.name === name,
  );
  if (!twin) return;
  throw conflict(
    `The event source arn (" ${source} ") and function (" ${name} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${twin.uuid}`,
  );
}

/** @param begun the events after which it begins, by shards */
function put(
  mapping: MappingRecord,
  State: string,
  begun: readonly (readonly [shard: string, after: string])[],
  context: LambdaContext,
): EventSourceMappingConfiguration {
  const { cloud, state, account, region } = context;
  const record = { ...mapping, modified: cloud.clock.now() };
  cloud.store.write(() => {
    state.mappings.put([account, region, record.uuid], record);
    for (const [shard, after] of begun) state.pollers.positions.put(ownerOf(record), shard, 0, { after });
    state.pollers.mark();
  });
  state.pollers.follow(record);
  return described(record, context, State);
}

function openMapping(uuid: string, { state, account, region }: LambdaContext): MappingRecord {
  const mapping = state.mappings.get(account, region, uuid);
  if (!mapping) throw notFound("The resource you requested does not exist.");
  return mapping;
}

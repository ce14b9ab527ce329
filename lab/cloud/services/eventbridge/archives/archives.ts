import { pageByKey } from "../../../service/paging.ts";
import { badToken } from "../buses/buses.ts";
import { openBus } from "../buses/lookup.ts";
import { busArn, readBusArn } from "../buses/names.ts";
import { alreadyExists, notFound, notValid } from "../errors.ts";
import { listenForBus } from "../events/announcements.ts";
import type { Archive, BusName } from "../records.ts";
import { readPattern } from "../rules/patterns.ts";
import type { EventBridge, EventBridgeContext } from "../state.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html */
export const createArchive: EventBridge["CreateArchive"] = (input, context) => {
  const { ArchiveName, EventSourceArn, Description, EventPattern, RetentionDays = 0, KmsKeyIdentifier } = input;
  const { account, region, cloud, state } = context;
  const bus = busAt(EventSourceArn, context);
  if (EventPattern !== undefined) readPattern(EventPattern);
  const archive: Archive = {
    account,
    region,
    name: ArchiveName,
    bus,
    description: Description,
    pattern: EventPattern,
    retention: RetentionDays,
    kmsKeyIdentifier: KmsKeyIdentifier,
    created: cloud.clock.now(),
  };
  cloud.store.write(() => {
    if (state.archives.has(account, region, ArchiveName)) throw alreadyExists(`Archive ${ArchiveName} already exists.`);
    put(archive, context);
  });
  return made(archive);
};

export const describeArchive: EventBridge["DescribeArchive"] = ({ ArchiveName }, context) => {
  const archive = openArchive(ArchiveName, context);
  const { description, pattern, kmsKeyIdentifier } = archive;
  return {
    ArchiveArn: archiveArn(archive),
    ...shown(archive, context),
    ...(description !== undefined && { Description: description }),
    ...(pattern !== undefined && { EventPattern: pattern }),
    ...(kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: kmsKeyIdentifier }),
  };
};

export const updateArchive: EventBridge["UpdateArchive"] = (input, context) => {
  const { ArchiveName, Description, EventPattern, RetentionDays, KmsKeyIdentifier } = input;
  if (EventPattern !== undefined) readPattern(EventPattern);
  const { cloud } = context;
  const archive = cloud.store.write(() => {
    const before = openArchive(ArchiveName, context);
    const changed = {
      ...before,
      description: Description ?? before.description,
      pattern: EventPattern ?? before.pattern,
      retention: RetentionDays ?? before.retention,
      kmsKeyIdentifier: KmsKeyIdentifier ?? before.kmsKeyIdentifier,
    };
    put(changed, context);
    return changed;
  });
  return made(archive);
};

export const deleteArchive: EventBridge["DeleteArchive"] = ({ ArchiveName }, context) => {
  const { account, region, cloud, state } = context;
  cloud.store.write(() => {
    const { bus } = openArchive(ArchiveName, context);
    state.archives.delete(account, region, ArchiveName);
    state.archiving.changed(bus);
    state.archiving.empty([account, region, ArchiveName]);
    listenForBus({ account, region, bus: bus.name }, state, cloud);
  });
  return {};
};

export const listArchives: EventBridge["ListArchives"] = (input, context) => {
  const { NamePrefix = "", EventSourceArn, State, NextToken, Limit = 100 } = input;
  const { account, region, state } = context;
  if ([NamePrefix !== "", EventSourceArn !== undefined, State !== undefined].filter(Boolean).length > 1)
    throw notValid(
      "At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.",
    );
  const bus = EventSourceArn === undefined ? undefined : busAt(EventSourceArn, context);
  const all = [...state.archives.values({ under: [account, region] })].filter(
    (one) =>
      one.name.startsWith(NamePrefix) &&
      (bus === undefined || one.bus.name === bus.name) &&
      (State === undefined || State === "ENABLED"),
  );
  const page = pageByKey(all, ({ name }) => name, { token: NextToken, size: Limit, invalid: badToken });
  const Archives = page.items.map((one) => shown(one, context));
  return { Archives, ...(page.next !== undefined && { NextToken: page.next }) };
};

export function archiveArn({ account, region, name }: Pick<Archive, "account" | "region" | "name">): string {
  return `arn:aws:events:${region}:${account}:archive/${name}`;
}

export function openArchive(name: string, { account, region, state }: EventBridgeContext): Archive {
  const archive = state.archives.get(account, region, name);
  if (!archive) throw notFound(`Archive ${name} does not exist.`);
  return archive;
}

/** The bus of an archive: one of its own account and region. */
function busAt(arn: string, { account, region, state }: EventBridgeContext): BusName {
  const named = readBusArn(arn);
  if (!named || named.account !== account || named.region !== region)
    throw notValid(
      "Parameter EventSourceArn is not valid. Reason: Must be the ARN of an event bus of this account and region.",
    );
  openBus(named, state);
  return named;
}

/** Only inside `store.write`. */
function put(archive: Archive, { cloud, state }: EventBridgeContext): void {
  const { account, region, name, bus } = archive;
  state.archives.put([account, region, name], archive);
  state.archiving.changed(bus);
  listenForBus({ account, region, bus: bus.name }, state, cloud);
}

function made(archive: Archive) {
  return { ArchiveArn: archiveArn(archive), State: "ENABLED" as const, CreationTime: new Date(archive.created) };
}

function shown(archive: Archive, { state }: EventBridgeContext) {
  const { name, bus, retention, created } = archive;
  const { events, bytes } = state.archiving.contentsOf(archive);
  return {
    ArchiveName: name,
    EventSourceArn: busArn(bus),
    State: "ENABLED" as const,
    RetentionDays: retention,
    SizeBytes: bytes,
    EventCount: events,
    CreationTime: new Date(created),
  };
}

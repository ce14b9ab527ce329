import type { Cloud } from "../../../cloud.ts";
import { pageByKey } from "../../../service/paging.ts";
import { badToken } from "../buses/buses.ts";
import { findBus } from "../buses/lookup.ts";
import { busArn, readBusArn } from "../buses/names.ts";
import { alreadyExists, illegalStatus, notFound, notValid } from "../errors.ts";
import { accept } from "../events/accept.ts";
import type { Event, Replay } from "../records.ts";
import type { EventBridge, EventBridgeContext, EventBridgeState } from "../state.ts";
import { archiveArn } from "./archives.ts";

/** How many events are replayed in one transaction. */
const AT_A_TIME = 100;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html */
export const startReplay: EventBridge["StartReplay"] = (input, context) => {
  const { ReplayName, Description, EventSourceArn, EventStartTime, EventEndTime, Destination } = input;
  const { account, region, cloud, state } = context;
  const bus = readBusArn(Destination.Arn ?? "");
  if (!bus) throw notValid("Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.");
  if (!findBus(bus, state)) throw notFound(`Event bus ${bus.name} does not exist.`);
  const archiveName = EventSourceArn.slice(EventSourceArn.lastIndexOf("/") + 1);
  const archive = state.archives.get(account, region, archiveName);
  if (!archive || archiveArn(archive) !== EventSourceArn)
    throw notValid(`Parameter EventSourceArn is not valid. Reason: Archive ${archiveName} does not exist.`);
  if (busArn(archive.bus) !== busArn(bus))
    throw notValid("Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.");
  if (EventStartTime.getTime() >= EventEndTime.getTime())
    throw notValid("Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.");
  const replay: Replay = {
    account,
    region,
    name: ReplayName,
    description: Description,
    archive: archiveName,
    bus,
    filter: Destination.FilterArns,
    from: EventStartTime.getTime(),
    to: EventEndTime.getTime(),
    state: "STARTING",
    started: cloud.clock.now(),
  };
  cloud.store.write(() => {
    if (state.replays.has(...keyOf(replay))) throw alreadyExists(`Replay ${ReplayName} already exists.`);
    state.replays.put(keyOf(replay), replay);
    cloud.timers.set("events", timerOf(replay), replay.started);
  });
  return { ReplayArn: replayArn(replay), State: replay.state, ReplayStartTime: new Date(replay.started) };
};

export const describeReplay: EventBridge["DescribeReplay"] = ({ ReplayName }, context) => {
  const replay = openReplay(ReplayName, context);
  const { bus, filter, description } = replay;
  return {
    ReplayArn: replayArn(replay),
    ...(description !== undefined && { Description: description }),
    Destination: { Arn: busArn(bus), ...(filter && { FilterArns: [...filter] }) },
    ...shown(replay),
  };
};

export const listReplays: EventBridge["ListReplays"] = (input, { account, region, state }) => {
  const { NamePrefix = "", State, EventSourceArn, NextToken, Limit = 100 } = input;
  const all = [...state.replays.values({ under: [account, region] })].filter(
    (one) =>
      one.name.startsWith(NamePrefix) &&
      (State === undefined || one.state === State) &&
      (EventSourceArn === undefined || shown(one).EventSourceArn === EventSourceArn),
  );
  const page = pageByKey(all, ({ name }) => name, { token: NextToken, size: Limit, invalid: badToken });
  return { Replays: page.items.map(shown), ...(page.next !== undefined && { NextToken: page.next }) };
};

export const cancelReplay: EventBridge["CancelReplay"] = ({ ReplayName }, context) => {
  const { cloud, state } = context;
  const replay = cloud.store.write(() => {
    const before = openReplay(ReplayName, context);
    if (before.state !== "STARTING" && before.state !== "RUNNING")
      throw illegalStatus(`Replay ${ReplayName} is not in a valid state for this operation.`);
    const changed: Replay = { ...before, state: "CANCELLING" };
    state.replays.put(keyOf(changed), changed);
    return changed;
  });
  return { ReplayArn: replayArn(replay), State: replay.state };
};

/** Whether a timer is that of a replay. */
export function isReplay(timer: string): boolean {
  return timer.includes(":replay/");
}

/** Goes on with a replay, from the event after the last one that it sent, until it is done or cancelled. */
export async function run(timer: string, state: EventBridgeState, cloud: Cloud): Promise<void> {
  const [, , , region = "", account = "", name = ""] = timer.split(":");
  const key = [account, region, name.slice("replay/".length)] as const;
  for (;;) {
    const isDone = await cloud.store.writeSoon(() => {
      const replay = state.replays.get(...key);
      return !replay || step(replay, state, cloud);
    });
    if (isDone) return;
  }
}

/** Replays some events. Resolves to whether those were the last. */
function step(replay: Replay, state: EventBridgeState, cloud: Cloud): boolean {
  const put = (changed: Partial<Replay>) => state.replays.put(keyOf(replay), { ...replay, ...changed });
  const ended = cloud.clock.now();
  if (replay.state === "CANCELLING") {
    put({ state: "CANCELLED", ended });
    return true;
  }
  const under = [replay.account, replay.region, replay.archive];
  const range = replay.cursor ? { after: [...under, ...replay.cursor] } : { from: [...under, replay.from] };
  let { cursor, last } = replay;
  let count = 0;
  for (const [key, { event }] of state.archived.entries({
    ...range,
    under,
    before: [...under, replay.to],
    limit: AT_A_TIME,
  })) {
    accept(
      {
        bus: replay.bus,
        event: replayed(event, replay.name),
        ingested: ended,
        ...(replay.filter && { only: replay.filter }),
      },
      state,
    );
    cursor = key.slice(3);
    last = Date.parse(event.time);
    count += 1;
  }
  const isDone = count < AT_A_TIME;
  put({ cursor, last, ...(isDone ? { state: "COMPLETED", ended } : { state: "RUNNING" }) });
  return isDone;
}

/** In the order in which AWS writes it. */
function replayed({ resources, detail, ...event }: Event, name: string): Event {
  return { ...event, "replay-name": name, resources, detail };
}

function openReplay(name: string, { account, region, state }: EventBridgeContext): Replay {
  const replay = state.replays.get(account, region, name);
  if (!replay) throw notFound(`Replay ${name} does not exist.`);
  return replay;
}

function keyOf({ account, region, name }: Replay): [string, string, string] {
  return [account, region, name];
}

function replayArn({ account, region, name }: Replay): string {
  return `arn:aws:events:${region}:${account}:replay/${name}`;
}

const timerOf = replayArn;

function shown(replay: Replay) {
  const { name, archive, state, from, to, started, last, ended } = replay;
  return {
    ReplayName: name,
    EventSourceArn: archiveArn({ ...replay, name: archive }),
    State: state,
    EventStartTime: new Date(from),
    EventEndTime: new Date(to),
    ReplayStartTime: new Date(started),
    ...(last !== undefined && { EventLastReplayedTime: new Date(last) }),
    ...(ended !== undefined && { ReplayEndTime: new Date(ended) }),
  };
}

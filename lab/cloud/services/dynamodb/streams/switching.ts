import type { StreamViewType } from "@aws-sdk/client-dynamodb-streams";
import type { Cloud } from "../../../cloud.ts";
import type { TableRecord } from "../records.ts";
import { shardOf } from "./names.ts";
import type { StreamName } from "./records.ts";
import { RETENTION, type StreamsState } from "./state.ts";

/** Begins the timers that remove streams. */
const REMOVE = "remove ";

/** Begins a stream of a table, which has none. Answers the table with it. Only inside `store.write`. */
export function enableStream(
  table: TableRecord,
  view: StreamViewType,
  { cloud, streams }: { cloud: Pick<Cloud, "clock">; streams: StreamsState },
): TableRecord {
  const { account, region, name, key } = table;
  let created = cloud.clock.now();
  while (streams.streams.has(account, region, name, labelAt(created))) created += 1;
  const label = labelAt(created);
  const stream: StreamName = [account, region, name, label];
  streams.streams.put(stream, { name: stream, view, key, created });
  streams.log.open(stream, { id: shardOf(stream) });
  return { ...table, stream: { view, label }, latestStream: { view, label } };
}

/**
 * Ends the stream of a table, if it has one: what is in it can be read for a day. Answers the table without it. Only inside
 * `store.write`.
 */
export function disableStream(
  table: TableRecord,
  { cloud, streams }: { cloud: Pick<Cloud, "clock" | "timers">; streams: StreamsState },
): TableRecord {
  const { stream, ...rest } = table;
  if (!stream) return table;
  const name: StreamName = [table.account, table.region, table.name, stream.label];
  const record = streams.streams.get(...name);
  if (record) streams.streams.put(name, { ...record, isDisabled: true });
  streams.log.close(name, shardOf(name));
  cloud.timers.set("dynamodbstreams", REMOVE + JSON.stringify(name), cloud.clock.now() + RETENTION);
  return rest;
}

/** One of the timers of streams has come. */
export async function due(timer: string, { cloud, streams }: { cloud: Cloud; streams: StreamsState }): Promise<void> {
  if (await streams.log.due(timer)) return;
  if (!timer.startsWith(REMOVE)) return;
  const name = JSON.parse(timer.slice(REMOVE.length)) as StreamName;
  cloud.store.write(() => {
    streams.streams.delete(...name);
    streams.policies.delete(...name);
  });
  await streams.log.remove(name);
}

/** Such as `2026-11-30T06:00:00.000`. */
function labelAt(moment: number): string {
  return new Date(moment).toISOString().slice(0, -1);
}

import { notFound } from "../errors.ts";
import type { LogGroup, LogStream } from "../records.ts";
import type { LogsContext } from "../state.ts";

export function openGroup({ state, account, region }: LogsContext, name: string): LogGroup {
  const group = state.groups.get(account, region, name);
  if (!group) throw notFound("log group");
  return group;
}

export function openStream(context: LogsContext, group: string, name: string): LogStream {
  const { state, account, region } = context;
  openGroup(context, group);
  const stream = state.streams.get(account, region, group, name);
  if (!stream) throw notFound("log stream");
  return stream;
}

import { AwsError } from "../../../errors.ts";
import { pageByPlace } from "../../../service/paging.ts";
import { invalid, invalidToken } from "../errors.ts";
import { openGroup, openStream } from "../groups/lookup.ts";
import { groupArn, groupName } from "../groups/names.ts";
import type { LogStream } from "../records.ts";
import type { Logs, LogsContext } from "../state.ts";
import { sequenceToken } from "./sequence-token.ts";

export const createLogStream: Logs["CreateLogStream"] = ({ logGroupName: group, logStreamName: name }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    openGroup(context, group);
    if (state.streams.has(account, region, group, name)) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
    }
    state.streams.put([account, region, group, name], {
      group,
      name,
      created: cloud.clock.now(),
      bytes: 0,
      sequence: 0,
    });
  });
  return {};
};

export const describeLogStreams: Logs["DescribeLogStreams"] = (input, context) => {
  const {
    logStreamNamePrefix = "",
    orderBy = "LogStreamName",
    descending = false,
    limit = 50,
    nextToken: token,
  } = input;
  const { state, account, region } = context;
  const group = groupName(input);
  openGroup(context, group);
  if (orderBy === "LastEventTime" && logStreamNamePrefix)
    throw invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
  const streams = [...state.streams.values({ under: [account, region, group] })].filter(({ name }) =>
    name.startsWith(logStreamNamePrefix),
  );
  if (orderBy === "LastEventTime") streams.sort((a, b) => (a.lastEvent ?? a.created) - (b.lastEvent ?? b.created));
  if (descending) streams.reverse();
  const { items, next } = pageByPlace(streams, { token, size: limit, invalid: invalidToken });
  return { logStreams: items.map((stream) => described(stream, context)), ...(next && { nextToken: next }) };
};

export const deleteLogStream: Logs["DeleteLogStream"] = ({ logGroupName, logStreamName }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    openStream(context, logGroupName, logStreamName);
    const under = [account, region, logGroupName, logStreamName];
    for (const key of [...state.events.keys({ under })]) state.events.delete(...key);
    state.streams.delete(...under);
  });
  return {};
};

function described(
  { group, name, created, firstEvent, lastEvent, lastIngestion, sequence }: LogStream,
  context: LogsContext,
) {
  return {
    logStreamName: name,
    creationTime: created,
    firstEventTimestamp: firstEvent,
    lastEventTimestamp: lastEvent,
    lastIngestionTime: lastIngestion,
    // What nothing was ever written to has none.
    uploadSequenceToken: lastIngestion === undefined ? undefined : sequenceToken(sequence),
    arn: `${groupArn(context, group)}:log-stream:${name}`,
    // AWS has answered 0 here for every stream since 2019.
    storedBytes: 0,
  };
}

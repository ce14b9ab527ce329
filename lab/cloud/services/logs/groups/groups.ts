import { AwsError } from "../../../errors.ts";
import { pageByKey } from "../../../service/paging.ts";
import { violationOf } from "../../../wire/constraints.ts";
import { invalid, invalidToken, notFound } from "../errors.ts";
import type { LogGroup } from "../records.ts";
import type { Logs, LogsContext } from "../state.ts";
import { openGroup } from "./lookup.ts";
import { groupArn, nameOfArn } from "./names.ts";

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const MOST_TAGS = 50;

export const createLogGroup: Logs["CreateLogGroup"] = (input, { cloud, state, account, region }) => {
  const { logGroupName: name } = input;
  const group: LogGroup = {
    name,
    created: cloud.clock.now(),
    class: input.logGroupClass ?? "STANDARD",
    kmsKeyId: input.kmsKeyId,
    tags: input.tags ?? {},
  };
  cloud.store.write(() => {
    if (state.groups.has(account, region, name))
      throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
    state.groups.put([account, region, name], group);
  });
  return {};
};

export const describeLogGroups: Logs["DescribeLogGroups"] = (input, context) => {
  const { logGroupNamePrefix, logGroupNamePattern, logGroupClass, limit = 50, nextToken: token } = input;
  const { state, account, region } = context;
  if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined) {
    throw invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  const named = input.logGroupIdentifiers && new Set(input.logGroupIdentifiers.map((one) => nameOfArn(one) || one));
  const matching = [...state.groups.values({ under: [account, region] })].filter(
    ({ name, class: kind }) =>
      (!named || named.has(name)) &&
      (logGroupClass === undefined || logGroupClass === kind) &&
      name.startsWith(logGroupNamePrefix ?? "") &&
      name.toLowerCase().includes((logGroupNamePattern ?? "").toLowerCase()),
  );
  const { items, next } = pageByKey(matching, ({ name }) => name, { token, size: limit, invalid: invalidToken });
  return { logGroups: items.map((group) => described(group, context)), ...(next && { nextToken: next }) };
};

export const deleteLogGroup: Logs["DeleteLogGroup"] = ({ logGroupName }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    openGroup(context, logGroupName);
    const under = [account, region, logGroupName];
    for (const key of [...state.events.keys({ under })]) state.events.delete(...key);
    for (const key of [...state.streams.keys({ under })]) state.streams.delete(...key);
    state.groups.delete(...under);
  });
  return {};
};

export const putRetentionPolicy: Logs["PutRetentionPolicy"] = ({ logGroupName, retentionInDays }, context) => {
  if (!RETENTIONS.includes(retentionInDays)) {
    const rule = `Member must satisfy enum value set: [${RETENTIONS.join(", ")}]`;
    throw invalid(violationOf("retentionInDays", rule, String(retentionInDays)));
  }
  return change(context, logGroupName, { retention: retentionInDays });
};

export const deleteRetentionPolicy: Logs["DeleteRetentionPolicy"] = ({ logGroupName }, context) =>
  change(context, logGroupName, { retention: undefined });

export const tagResource: Logs["TagResource"] = ({ resourceArn, tags }, context) => {
  const { name, tags: before } = byArn(resourceArn, context);
  const after = { ...before, ...tags };
  if (Object.keys(after).length > MOST_TAGS)
    throw new AwsError("TooManyTagsException", `A resource can have no more than ${MOST_TAGS} tags.`);
  return change(context, name, { tags: after });
};

export const untagResource: Logs["UntagResource"] = ({ resourceArn, tagKeys }, context) => {
  const { name, tags } = byArn(resourceArn, context);
  return change(context, name, {
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !tagKeys.includes(key))),
  });
};

export const listTagsForResource: Logs["ListTagsForResource"] = ({ resourceArn }, context) => ({
  tags: { ...byArn(resourceArn, context).tags },
});

function byArn(arn: string, context: LogsContext): LogGroup {
  const name = nameOfArn(arn);
  if (name === "") throw notFound("resource");
  return openGroup(context, name);
}

function change(context: LogsContext, name: string, changes: Partial<LogGroup>): Record<string, never> {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => state.groups.put([account, region, name], { ...openGroup(context, name), ...changes }));
  return {};
}

function described(group: LogGroup, context: LogsContext) {
  const { state, account, region } = context;
  const arn = groupArn(context, group.name);
  let storedBytes = 0;
  for (const { bytes } of state.streams.values({ under: [account, region, group.name] })) storedBytes += bytes;
  return {
    logGroupName: group.name,
    creationTime: group.created,
    ...(group.retention === undefined ? {} : { retentionInDays: group.retention }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes,
    logGroupClass: group.class,
    ...(group.kmsKeyId ? { kmsKeyId: group.kmsKeyId } : {}),
  };
}

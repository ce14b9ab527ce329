import { tolerate } from "../../../service/gone.ts";
import { allTagsByKey, type Tag, tagChanges } from "../../../service/resource-tags.ts";
import type { ReadContext, ResourceContext, ResourceProvider } from "../../../service/service.ts";

const unlessGone = tolerate("ResourceNotFoundException");

interface LogGroupProperties {
  readonly LogGroupName?: string;
  readonly RetentionInDays?: number | string;
  readonly KmsKeyId?: string;
  readonly LogGroupClass?: "STANDARD" | "INFREQUENT_ACCESS" | "DELIVERY";
  readonly Tags?: readonly Tag[];
}

const logGroup: ResourceProvider<LogGroupProperties> = {
  replacedBy: ["LogGroupName"],
  async create(properties, context) {
    const logGroupName = properties.LogGroupName ?? context.name(512);
    const { KmsKeyId: kmsKeyId, LogGroupClass: logGroupClass } = properties;
    const tags = allTagsByKey(properties.Tags, context);
    await context.call.logs.CreateLogGroup({
      logGroupName,
      kmsKeyId,
      logGroupClass,
      ...(Object.keys(tags).length > 0 && { tags }),
    });
    context.initiated(logGroupName);
    await retain(logGroupName, properties, {}, context);
    return created(logGroupName, context);
  },
  async update(logGroupName, properties, previous, context) {
    await retain(logGroupName, properties, previous, context);
    const resourceArn = arnOf(logGroupName, context);
    const { TagKeys: tagKeys } = tagChanges(properties.Tags, previous.Tags, context);
    if (tagKeys.length > 0) await context.call.logs.UntagResource({ resourceArn, tagKeys });
    const tags = allTagsByKey(properties.Tags, context);
    if (Object.keys(tags).length > 0) await context.call.logs.TagResource({ resourceArn, tags });
    return created(logGroupName, context);
  },
  async read(logGroupName, context) {
    const { logGroups = [] } = await context.call.logs.DescribeLogGroups({ logGroupNamePrefix: logGroupName });
    const found = logGroups.find((group) => group.logGroupName === logGroupName);
    if (!found) return undefined;
    const { retentionInDays: RetentionInDays, kmsKeyId: KmsKeyId, logGroupClass: LogGroupClass } = found;
    const properties = { LogGroupName: logGroupName, RetentionInDays, KmsKeyId, LogGroupClass };
    return { properties, attributes: created(logGroupName, context).attributes };
  },
  async delete(logGroupName, _properties, { call }) {
    await call.logs.DeleteLogGroup({ logGroupName }).catch(unlessGone);
  },
};

const logStream: ResourceProvider<{ LogGroupName: string; LogStreamName?: string }> = {
  replacedBy: "*",
  async create({ LogGroupName: logGroupName, LogStreamName }, context) {
    const logStreamName = LogStreamName ?? context.name(512);
    await context.call.logs.CreateLogStream({ logGroupName, logStreamName });
    return { id: logStreamName };
  },
  async delete(logStreamName, { LogGroupName: logGroupName }, { call }) {
    await call.logs.DeleteLogStream({ logGroupName, logStreamName }).catch(unlessGone);
  },
};

export const resources: Record<string, ResourceProvider> = {
  "AWS::Logs::LogGroup": logGroup,
  "AWS::Logs::LogStream": logStream,
};

async function retain(
  logGroupName: string,
  next: LogGroupProperties,
  previous: LogGroupProperties,
  { call }: ResourceContext,
): Promise<void> {
  const { RetentionInDays: days } = next;
  if (days !== undefined) await call.logs.PutRetentionPolicy({ logGroupName, retentionInDays: Number(days) });
  else if (previous.RetentionInDays !== undefined) await call.logs.DeleteRetentionPolicy({ logGroupName });
}

function arnOf(name: string, { account, region }: ReadContext): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

function created(name: string, context: ReadContext) {
  return { id: name, attributes: { Arn: `${arnOf(name, context)}:*` } };
}

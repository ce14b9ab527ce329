import { isDeepStrictEqual } from "node:util";
import { tolerate } from "../../../service/gone.ts";
import type { ResourceContext } from "../../../service/service.ts";
import { sendToKinesis } from "./destination.ts";
import { type InsightsProperties, type PolicyProperties, type TableProperties, textOf } from "./properties.ts";

/** What an operation of its own sets. */
type Settings = Omit<TableProperties, "KeySchema">;

interface Place {
  readonly TableName: string;
  readonly arn: string;
  readonly stream: string | undefined;
  readonly context: ResourceContext;
}

/** Brings what has operations of its own to new properties. */
export async function applySettings(next: Settings, previous: Settings, place: Place): Promise<void> {
  const { arn, stream } = place;
  await expire(next, place);
  await recover(next, previous, place);
  await allow(arn, next.ResourcePolicy, previous.ResourcePolicy, place);
  if (stream !== undefined)
    await allow(stream, next.StreamSpecification?.ResourcePolicy, previous.StreamSpecification?.ResourcePolicy, place);
  await sendToKinesis(next, previous, place);
  await observe(next.ContributorInsightsSpecification, previous.ContributorInsightsSpecification, place);
  for (const { IndexName, ContributorInsightsSpecification } of next.GlobalSecondaryIndexes ?? []) {
    const before = previous.GlobalSecondaryIndexes?.find((index) => index.IndexName === IndexName);
    await observe(ContributorInsightsSpecification, before?.ContributorInsightsSpecification, place, IndexName);
  }
}

async function expire({ TimeToLiveSpecification: wanted }: Settings, { TableName, context }: Place): Promise<void> {
  const { dynamodb } = context.call;
  const { TimeToLiveDescription: expiry } = await dynamodb.DescribeTimeToLive({ TableName });
  const was = /^ENABL/.test(expiry?.TimeToLiveStatus ?? "") ? expiry?.AttributeName : undefined;
  const is = wanted?.Enabled ? wanted.AttributeName : undefined;
  if (is === was) return;
  const set = (AttributeName: string | undefined, Enabled: boolean) =>
    dynamodb.UpdateTimeToLive({ TableName, TimeToLiveSpecification: { AttributeName, Enabled } });
  if (was !== undefined) await set(was, false);
  if (is !== undefined) await set(is, true);
}

async function recover(next: Settings, previous: Settings, { TableName, context }: Place): Promise<void> {
  const { PointInTimeRecoverySpecification: is } = next;
  const { PointInTimeRecoverySpecification: was } = previous;
  if (isDeepStrictEqual(is, was)) return;
  const PointInTimeRecoveryEnabled = is?.PointInTimeRecoveryEnabled ?? false;
  if (!PointInTimeRecoveryEnabled && !was?.PointInTimeRecoveryEnabled) return;
  await context.call.dynamodb.UpdateContinuousBackups({
    TableName,
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled,
      ...(PointInTimeRecoveryEnabled &&
        is?.RecoveryPeriodInDays !== undefined && { RecoveryPeriodInDays: is.RecoveryPeriodInDays }),
    },
  });
}

async function allow(
  ResourceArn: string,
  is: PolicyProperties | undefined,
  was: PolicyProperties | undefined,
  { context }: Place,
): Promise<void> {
  if (is) await context.call.dynamodb.PutResourcePolicy({ ResourceArn, Policy: textOf(is) });
  else if (was)
    await context.call.dynamodb.DeleteResourcePolicy({ ResourceArn }).catch(tolerate("ResourceNotFoundException"));
}

async function observe(
  is: InsightsProperties | undefined,
  was: InsightsProperties | undefined,
  { TableName, context }: Place,
  IndexName?: string,
): Promise<void> {
  if (isDeepStrictEqual(is, was) || (!is?.Enabled && !was?.Enabled)) return;
  await context.call.dynamodb.UpdateContributorInsights({
    TableName,
    ...(IndexName !== undefined && { IndexName }),
    ContributorInsightsAction: is?.Enabled ? "ENABLE" : "DISABLE",
    ...(is?.Mode && { ContributorInsightsMode: is.Mode }),
  });
}

/** Tags that the stack gives and those of the template. */
export async function retag(ResourceArn: string, tags: Readonly<Record<string, string>>, { call }: ResourceContext) {
  const { Tags = [] } = await call.dynamodb.ListTagsOfResource({ ResourceArn });
  const gone = Tags.flatMap(({ Key = "" }) => (Object.hasOwn(tags, Key) ? [] : [Key]));
  if (gone.length > 0) await call.dynamodb.UntagResource({ ResourceArn, TagKeys: gone });
  const given = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  if (given.length > 0) await call.dynamodb.TagResource({ ResourceArn, Tags: given });
}

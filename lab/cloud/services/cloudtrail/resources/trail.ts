import type { AdvancedEventSelector, EventSelector, InsightSelector, Trail } from "@aws-sdk/client-cloudtrail";
import { tolerate } from "../../../service/gone.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { arnOf } from "../trails/names.ts";

interface TrailProperties {
  readonly TrailName?: string;
  readonly S3BucketName: string;
  readonly S3KeyPrefix?: string;
  readonly SnsTopicName?: string;
  readonly IncludeGlobalServiceEvents?: boolean | string;
  readonly IsMultiRegionTrail?: boolean | string;
  readonly IsOrganizationTrail?: boolean | string;
  readonly EnableLogFileValidation?: boolean | string;
  readonly CloudWatchLogsLogGroupArn?: string;
  readonly CloudWatchLogsRoleArn?: string;
  readonly KMSKeyId?: string;
  readonly IsLogging: boolean | string;
  readonly EventSelectors?: readonly SelectorProperty[];
  readonly AdvancedEventSelectors?: readonly AdvancedEventSelector[];
  readonly InsightSelectors?: readonly InsightSelector[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

interface SelectorProperty extends Omit<EventSelector, "IncludeManagementEvents"> {
  readonly IncludeManagementEvents?: boolean | string;
}

const gone = tolerate("TrailNotFoundException");

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html */
export const trail: ResourceProvider<TrailProperties> = {
  replacedBy: ["TrailName"],
  async create(properties, context) {
    const { call, stack } = context;
    const Name = properties.TrailName ?? context.name(128);
    const TagsList = [...stack.tags, ...(properties.Tags ?? [])];
    await call.cloudtrail.CreateTrail({
      ...settingsOf(Name, properties),
      S3BucketName: properties.S3BucketName,
      ...(TagsList.length > 0 && { TagsList }),
    });
    context.initiated(Name);
    await configure(Name, properties, {}, context);
    return created(Name, context);
  },
  async update(Name, properties, previous, context) {
    const { call, account, region } = context;
    // What is taken away is set to nothing.
    await call.cloudtrail.UpdateTrail({
      S3KeyPrefix: "",
      SnsTopicName: "",
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: false,
      EnableLogFileValidation: false,
      CloudWatchLogsLogGroupArn: "",
      CloudWatchLogsRoleArn: "",
      KmsKeyId: "",
      ...settingsOf(Name, properties),
      S3BucketName: properties.S3BucketName,
    });
    await configure(Name, properties, previous, context);
    const ResourceId = arnOf({ account, region, name: Name });
    const { Tags = [] } = properties;
    const removed = (previous.Tags ?? []).filter(({ Key }) => !Tags.some((tag) => tag.Key === Key));
    if (removed.length > 0) await call.cloudtrail.RemoveTags({ ResourceId, TagsList: removed });
    if (Tags.length > 0) await call.cloudtrail.AddTags({ ResourceId, TagsList: [...Tags] });
    return created(Name, context);
  },
  async read(Name, context) {
    const { cloudtrail } = context.call;
    const found = (await cloudtrail.GetTrail({ Name }).catch(gone))?.Trail;
    if (!found) return undefined;
    const { IsLogging } = await cloudtrail.GetTrailStatus({ Name });
    const { EventSelectors, AdvancedEventSelectors } = await cloudtrail.GetEventSelectors({ TrailName: Name });
    return {
      properties: {
        ...propertiesOf(found),
        IsLogging,
        EventSelectors: found.HasCustomEventSelectors ? EventSelectors : undefined,
        AdvancedEventSelectors,
      },
      attributes: created(Name, context).attributes,
    };
  },
  async delete(Name, _properties, { call }) {
    await call.cloudtrail.DeleteTrail({ Name }).catch(gone);
  },
};

function settingsOf(Name: string, properties: TrailProperties) {
  const flag = (value: boolean | string | undefined) => (value === undefined ? undefined : String(value) === "true");
  const settings = {
    Name,
    S3KeyPrefix: properties.S3KeyPrefix,
    SnsTopicName: properties.SnsTopicName,
    IncludeGlobalServiceEvents: flag(properties.IncludeGlobalServiceEvents),
    IsMultiRegionTrail: flag(properties.IsMultiRegionTrail),
    IsOrganizationTrail: flag(properties.IsOrganizationTrail),
    EnableLogFileValidation: flag(properties.EnableLogFileValidation),
    CloudWatchLogsLogGroupArn: properties.CloudWatchLogsLogGroupArn,
    CloudWatchLogsRoleArn: properties.CloudWatchLogsRoleArn,
    KmsKeyId: properties.KMSKeyId,
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { Name: string };
}

/** What is set after the trail is there. */
async function configure(
  Name: string,
  properties: TrailProperties,
  previous: Partial<TrailProperties>,
  { call: { cloudtrail } }: ResourceContext,
): Promise<void> {
  const { EventSelectors, AdvancedEventSelectors, InsightSelectors } = properties;
  if (AdvancedEventSelectors?.length)
    await cloudtrail.PutEventSelectors({ TrailName: Name, AdvancedEventSelectors: [...AdvancedEventSelectors] });
  else if (EventSelectors?.length || previous.EventSelectors?.length || previous.AdvancedEventSelectors?.length)
    await cloudtrail.PutEventSelectors({ TrailName: Name, EventSelectors: selectorsOf(EventSelectors) });
  if (InsightSelectors?.length || previous.InsightSelectors?.length)
    await cloudtrail.PutInsightSelectors({ TrailName: Name, InsightSelectors: [...(InsightSelectors ?? [])] });
  if (String(properties.IsLogging) === "true") await cloudtrail.StartLogging({ Name });
  else if (String(previous.IsLogging) === "true") await cloudtrail.StopLogging({ Name });
}

function selectorsOf(selectors: readonly SelectorProperty[] = []): EventSelector[] {
  if (selectors.length === 0) return [{ ReadWriteType: "All", IncludeManagementEvents: true }];
  return selectors.map((one) => ({
    ...one,
    IncludeManagementEvents: String(one.IncludeManagementEvents ?? true) === "true",
  }));
}

function propertiesOf(found: Trail) {
  return {
    TrailName: found.Name,
    S3BucketName: found.S3BucketName,
    S3KeyPrefix: found.S3KeyPrefix,
    SnsTopicName: found.SnsTopicName,
    IncludeGlobalServiceEvents: found.IncludeGlobalServiceEvents,
    IsMultiRegionTrail: found.IsMultiRegionTrail,
    EnableLogFileValidation: found.LogFileValidationEnabled,
    CloudWatchLogsLogGroupArn: found.CloudWatchLogsLogGroupArn,
    CloudWatchLogsRoleArn: found.CloudWatchLogsRoleArn,
    KMSKeyId: found.KmsKeyId,
  };
}

function created(Name: string, { account, region }: Pick<ResourceContext, "account" | "region">) {
  const Arn = arnOf({ account, region, name: Name });
  return { id: Name, attributes: { Arn, SnsTopicArn: "" } };
}

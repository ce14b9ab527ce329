import type { CreatePipeRequest, DescribePipeResponse } from "@aws-sdk/client-pipes";
import { AwsError } from "../../../errors.ts";
import { tolerate } from "../../../service/gone.ts";
import type { Created, ReadContext, ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { typed } from "./typed.ts";

type Properties = Omit<CreatePipeRequest, "Name"> & { readonly Name?: string };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-pipes-pipe.html */
export const pipe: ResourceProvider<Properties> = {
  replacedBy: ["Name", "Source"],
  // Where a stream is begun is known once.
  replaces: (properties, previous) => startOf(properties) !== startOf(previous),

  async create(properties, context) {
    const { stack, call } = context;
    const Name = properties.Name ?? context.name(64);
    const Tags = { ...Object.fromEntries(stack.tags.map(({ Key, Value }) => [Key, Value])), ...properties.Tags };
    await call.pipes.CreatePipe({ ...typed(properties), Name, ...(Object.keys(Tags).length > 0 && { Tags }) });
    context.initiated(Name);
    return await stable(Name, context);
  },

  async update(Name, properties, previous, context) {
    const { call } = context;
    const { Tags = {}, Source: _, SourceParameters, ...settings } = typed(properties);
    await call.pipes.UpdatePipe({
      // What a template no longer says goes back to what it was at first.
      Description: "",
      Enrichment: "",
      DesiredState: "RUNNING",
      ...(previous.LogConfiguration && { LogConfiguration: { Level: "OFF" } }),
      ...(previous.EnrichmentParameters && { EnrichmentParameters: { InputTemplate: "" } }),
      ...(previous.TargetParameters && { TargetParameters: { InputTemplate: "" } }),
      ...settings,
      SourceParameters: updatable(SourceParameters),
      Name,
    });
    const created = await stable(Name, context);
    await retag(String(created.attributes?.Arn), { ...Tags }, previous.Tags ?? {}, context);
    return created;
  },

  async read(Name, { call }: ReadContext) {
    const found = await call.pipes.DescribePipe({ Name }).catch(tolerate("NotFoundException"));
    if (!found) return undefined;
    const { Source, Enrichment, Target, RoleArn, Description, DesiredState, SourceParameters, Tags = {} } = found;
    return {
      properties: {
        ...{ Name, Source, Enrichment, Target, RoleArn, Description, DesiredState, SourceParameters },
        EnrichmentParameters: found.EnrichmentParameters,
        TargetParameters: found.TargetParameters,
        LogConfiguration: found.LogConfiguration,
        KmsKeyIdentifier: found.KmsKeyIdentifier,
        Tags: Object.keys(Tags).length === 0 ? undefined : Tags,
      },
      attributes: attributesOf(found),
    };
  },

  async delete(Name, _properties, { call }) {
    await call.pipes.DeletePipe({ Name }).catch(tolerate("NotFoundException"));
  },
};

/** What a pipe is once it is no longer on its way. Throws as CloudFormation tells of one that got nowhere. */
async function stable(Name: string, { call }: ResourceContext): Promise<Created> {
  const found = await call.pipes.DescribePipe({ Name });
  const { CurrentState = "", StateReason } = found;
  if (!CurrentState.endsWith("_FAILED")) return { id: Name, attributes: attributesOf(found) };
  throw new AwsError(
    "NotStabilized",
    `Resource of type 'AWS::Pipes::Pipe' with identifier '${Name}' did not stabilize. Status Reason is ${StateReason}`,
  );
}

function attributesOf({ Arn, CreationTime, CurrentState, LastModifiedTime, StateReason }: DescribePipeResponse) {
  return {
    Arn,
    CurrentState,
    StateReason,
    CreationTime: CreationTime?.toISOString(),
    LastModifiedTime: LastModifiedTime?.toISOString(),
  };
}

function startOf({ SourceParameters }: Properties): string {
  const { KinesisStreamParameters: data, DynamoDBStreamParameters: table } = SourceParameters ?? {};
  return JSON.stringify([data?.StartingPosition, data?.StartingPositionTimestamp, table?.StartingPosition]);
}

/** What can be changed of a source. A filter that is gone is an empty one. */
function updatable(parameters: Properties["SourceParameters"] = {}) {
  const { KinesisStreamParameters: data, DynamoDBStreamParameters: table, FilterCriteria = {}, ...rest } = parameters;
  const { StartingPosition: _, StartingPositionTimestamp: __, ...ofData } = data ?? {};
  const { StartingPosition: ___, ...ofTable } = table ?? {};
  return {
    FilterCriteria,
    ...rest,
    ...(data && { KinesisStreamParameters: ofData }),
    ...(table && { DynamoDBStreamParameters: ofTable }),
  };
}

type Tags = Readonly<Record<string, string>>;

async function retag(
  resourceArn: string,
  given: Tags,
  previous: Tags,
  { call, stack }: ResourceContext,
): Promise<void> {
  const tags = { ...Object.fromEntries(stack.tags.map(({ Key, Value }) => [Key, Value])), ...given };
  const tagKeys = Object.keys(previous).filter((key) => !Object.hasOwn(tags, key));
  if (tagKeys.length > 0) await call.pipes.UntagResource({ resourceArn, tagKeys });
  if (Object.keys(tags).length > 0) await call.pipes.TagResource({ resourceArn, tags });
}

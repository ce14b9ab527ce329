import { AwsError } from "../../../errors.ts";
import type { ReadContext, ResourceContext } from "../../../service/service.ts";
import type { KinesisProperties, TableProperties } from "./properties.ts";

type Settings = Pick<TableProperties, "KinesisStreamSpecification">;

interface Place {
  readonly TableName: string;
  readonly context: Pick<ResourceContext, "call">;
}

/** The Kinesis stream that gets the changes of a table, as the property tells it. */
export async function activeDestination(TableName: string, { call }: Pick<ReadContext, "call">) {
  const { KinesisDataStreamDestinations = [] } = await call.dynamodb.DescribeKinesisStreamingDestination({ TableName });
  const found = KinesisDataStreamDestinations.find(({ DestinationStatus }) => DestinationStatus === "ACTIVE");
  if (!found?.StreamArn) return undefined;
  const { StreamArn, ApproximateCreationDateTimePrecision: precision } = found;
  return { StreamArn, ...(precision && { ApproximateCreationDateTimePrecision: precision }) };
}

/** Has a table's changes go to the stream that its properties name, and to no other. */
export async function sendToKinesis(
  { KinesisStreamSpecification: wanted }: Settings,
  { KinesisStreamSpecification: previous }: Settings,
  place: Place,
): Promise<void> {
  if (!wanted && !previous) return;
  const { TableName, context } = place;
  const { dynamodb } = context.call;
  const active = await activeDestination(TableName, context);
  if (active && active.StreamArn !== wanted?.StreamArn)
    await dynamodb.DisableKinesisStreamingDestination({ TableName, StreamArn: active.StreamArn });
  if (!wanted) return;
  if (active?.StreamArn !== wanted.StreamArn) await enable(wanted, place);
  else if (precisionOf(wanted) !== precisionOf(active))
    await dynamodb.UpdateKinesisStreamingDestination({
      TableName,
      StreamArn: wanted.StreamArn,
      UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precisionOf(wanted) },
    });
}

/** Rejects when the stream can't be used, with what DynamoDB says of it. */
async function enable(wanted: KinesisProperties, { TableName, context }: Place): Promise<void> {
  const { StreamArn, ApproximateCreationDateTimePrecision: precision } = wanted;
  const { dynamodb } = context.call;
  await dynamodb.EnableKinesisStreamingDestination({
    TableName,
    StreamArn,
    ...(precision && { EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision } }),
  });
  const { KinesisDataStreamDestinations = [] } = await dynamodb.DescribeKinesisStreamingDestination({ TableName });
  const made = KinesisDataStreamDestinations.find((one) => one.StreamArn === StreamArn);
  if (made?.DestinationStatus === "ENABLE_FAILED")
    throw new AwsError("ValidationException", made.DestinationStatusDescription ?? "");
}

const precisionOf = ({ ApproximateCreationDateTimePrecision: precision = "MILLISECOND" }: KinesisProperties) =>
  precision;

import type { DeliveryStreamDescription } from "@aws-sdk/client-firehose";
import { DESTINATION_ID, described } from "../destinations/described.ts";
import type { DeliveryStream } from "../records.ts";
import type { Firehose } from "../state.ts";
import { arnOf, keyOf, openStream } from "./names.ts";

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_ListDeliveryStreams.html */
const PAGE = 10;

/** Deletes a stream and what it has not delivered. It is gone at once. */
export const deleteDeliveryStream: Firehose["DeleteDeliveryStream"] = ({ DeliveryStreamName }, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const stream = openStream(DeliveryStreamName, context);
    state.readers.forget(stream);
    state.buffers.forget(stream);
    state.streams.delete(...keyOf(stream));
    state.tags.delete(...keyOf(stream));
  });
  return {};
};

export const describeDeliveryStream: Firehose["DescribeDeliveryStream"] = (input, context) => {
  const stream = openStream(input.DeliveryStreamName, context);
  const isBefore = (input.ExclusiveStartDestinationId ?? "") < DESTINATION_ID;
  const { created, updated, encryption } = stream;
  const description: DeliveryStreamDescription = {
    DeliveryStreamName: stream.name,
    DeliveryStreamARN: arnOf(stream),
    DeliveryStreamStatus: "ACTIVE",
    DeliveryStreamEncryptionConfiguration: encryption ?? { Status: "DISABLED" },
    DeliveryStreamType: stream.type,
    VersionId: String(stream.version),
    CreateTimestamp: new Date(created),
    ...(updated !== undefined && { LastUpdateTimestamp: new Date(updated) }),
    ...sourceOf(stream),
    Destinations: isBefore ? [described(stream.destination)] : [],
    HasMoreDestinations: false,
  };
  return { DeliveryStreamDescription: description };
};

function sourceOf({ source, throughputHint }: DeliveryStream): Pick<DeliveryStreamDescription, "Source"> {
  if (throughputHint !== undefined)
    return { Source: { DirectPutSourceDescription: { ThroughputHintInMBs: throughputHint } } };
  if (!source) return {};
  const { stream, role, since } = source;
  const kinesis = { KinesisStreamARN: stream, RoleARN: role, DeliveryStartTimestamp: new Date(since) };
  return { Source: { KinesisStreamSourceDescription: kinesis } };
}

export const listDeliveryStreams: Firehose["ListDeliveryStreams"] = (input, { account, region, state }) => {
  const { Limit = PAGE, DeliveryStreamType: type, ExclusiveStartDeliveryStreamName: after } = input;
  const under = [account, region];
  const names: string[] = [];
  for (const stream of state.streams.values({ under, ...(after !== undefined && { after: [...under, after] }) })) {
    if (type !== undefined && stream.type !== type) continue;
    names.push(stream.name);
    if (names.length > Limit) break;
  }
  return { DeliveryStreamNames: names.slice(0, Limit), HasMoreDeliveryStreams: names.length > Limit };
};

import type { Consumer as Shown } from "@aws-sdk/client-kinesis";
import { pageByKey } from "../../../service/paging.ts";
import { inUse, invalid, invalidToken, limitExceeded, notFound } from "../errors.ts";
import type { Consumer } from "../records.ts";
import type { Kinesis, KinesisContext } from "../state.ts";
import { arnOf, openStream, readArn } from "../streams/names.ts";
import { checkTags } from "../streams/tags.ts";

/** https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const MOST = 20;
const USUAL_PAGE = 100;

/** Registers a consumer, which is active at once; the answer says that it is being made, as clients expect. */
export const registerStreamConsumer: Kinesis["RegisterStreamConsumer"] = (input, context) => {
  const { StreamARN, ConsumerName: name = "", Tags } = input;
  const { cloud, state } = context;
  if (Tags) checkTags({}, Tags);
  return cloud.store.write(() => {
    const stream = openStream({ StreamARN }, context);
    const place = [stream.account, stream.region, stream.name] as const;
    if (state.consumers.has(...place, name))
      throw inUse(`Consumer ${name} under stream ${arnOf(stream)} already exists for account ${stream.account}.`);
    if ([...state.consumers.keys({ under: place })].length >= MOST)
      throw limitExceeded(
        `Consumer limit of ${MOST} exceeded for stream ${stream.name} under account ${stream.account}.`,
      );
    const created = Math.floor(cloud.clock.now() / 1000) * 1000;
    const consumer: Consumer = { name, arn: `${arnOf(stream)}/consumer/${name}:${created / 1000}`, created };
    state.consumers.put([...place, name], consumer);
    if (Tags && Object.keys(Tags).length > 0) state.tags.put([...place, name], Tags);
    return { Consumer: { ...shown(consumer), ConsumerStatus: "CREATING" } };
  });
};

interface NamedConsumer {
  readonly StreamARN?: string | undefined;
  readonly ConsumerName?: string | undefined;
  readonly ConsumerARN?: string | undefined;
}

export const deregisterStreamConsumer: Kinesis["DeregisterStreamConsumer"] = (input, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const { account, region, name, consumer } = openConsumer(input, context);
    state.consumers.delete(account, region, name, consumer.name);
    state.tags.delete(account, region, name, consumer.name);
    state.policies.delete(account, region, name, consumer.name);
  });
  return {};
};

export const describeStreamConsumer: Kinesis["DescribeStreamConsumer"] = (input, context) => {
  const { consumer, ...stream } = openConsumer(input, context);
  return { ConsumerDescription: { ...shown(consumer), StreamARN: arnOf(stream) } };
};

export const listStreamConsumers: Kinesis["ListStreamConsumers"] = (input, context) => {
  const { StreamARN, MaxResults = USUAL_PAGE, NextToken } = input;
  const { account, region, name } = openStream({ StreamARN }, context);
  const all = [...context.state.consumers.values({ under: [account, region, name] })];
  const request = { token: NextToken, size: MaxResults, invalid: invalidToken };
  const page = pageByKey(all, (consumer) => consumer.name, request);
  return { Consumers: page.items.map(shown), ...(page.next !== undefined && { NextToken: page.next }) };
};

function openConsumer({ StreamARN, ConsumerName, ConsumerARN }: NamedConsumer, context: KinesisContext) {
  if (ConsumerARN !== undefined) return openConsumerAt(ConsumerARN, context);
  if (StreamARN === undefined || ConsumerName === undefined)
    throw invalid("Either ConsumerARN or both StreamARN and ConsumerName are required.");
  const { account, region, name } = openStream({ StreamARN }, context);
  const consumer = context.state.consumers.get(account, region, name, ConsumerName);
  if (!consumer) throw notFound(`Consumer ${ConsumerName} under stream ${StreamARN} not found for account ${account}.`);
  return { account, region, name, consumer };
}

/** The consumer that an ARN names, and its stream. Throws Kinesis's error when there is none. */
export function openConsumerAt(arn: string, { state, account: caller }: Pick<KinesisContext, "state" | "account">) {
  const { account = "", region = "", name = "", consumer: named = "" } = readArn(arn) ?? {};
  const consumer = state.consumers.get(account, region, name, named);
  if (consumer?.arn !== arn) throw notFound(`Consumer ${arn} not found for account ${account || caller}.`);
  return { account, region, name, consumer };
}

function shown({ name, arn, created }: Consumer): Shown {
  return {
    ConsumerName: name,
    ConsumerARN: arn,
    ConsumerStatus: "ACTIVE",
    ConsumerCreationTimestamp: new Date(created),
  };
}

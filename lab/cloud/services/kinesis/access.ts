import { accessOf } from "../../auth/access-table.ts";
import { documentOf } from "../../auth/policy/parsed.ts";
import { streamOfIterator } from "./records/iterators.ts";
import { listedStream } from "./shards/list-shards.ts";
import type { KinesisContext, KinesisState } from "./state.ts";
import { arnOf, nameOf, readArn } from "./streams/names.ts";

interface KinesisInput {
  readonly StreamName?: string;
  readonly StreamARN?: string;
  readonly ResourceARN?: string;
  readonly ConsumerARN?: string;
  readonly ConsumerName?: string;
  readonly ShardIterator?: string;
  readonly NextToken?: string;
}

/** Operations that are about no stream. */
const ABOUT_ALL = new Set(["DescribeLimits", "ListStreams"]);

/** Operations that may be asked for without naming a consumer by its ARN. */
const ABOUT_CONSUMERS = new Set(["DeregisterStreamConsumer", "DescribeStreamConsumer"]);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html */
export const access = accessOf<KinesisInput, KinesisState>({
  prefix: "kinesis",
  resource(operation, input, context) {
    if (ABOUT_ALL.has(operation)) return "*";
    if (input.ResourceARN !== undefined) return input.ResourceARN;
    if (input.ConsumerARN !== undefined) return input.ConsumerARN;
    if (ABOUT_CONSUMERS.has(operation)) return consumerIn(input, context);
    if (operation === "ListShards" && input.NextToken !== undefined) return listedStream(input, context);
    if (input.ShardIterator !== undefined) {
      const stream = streamOfIterator(input.ShardIterator);
      // The operation itself says that it is no iterator.
      return stream ? arnOf(stream) : [];
    }
    // Who names no stream hears of that from the operation.
    return isNamed(input) ? arnOf(nameOf(input, context)) : [];
  },
  policy({ resource }, { state }) {
    const document = state.policies.get(...placeOf(resource));
    return document === undefined
      ? undefined
      : { name: `the resource-based policy of ${resource}`, document: documentOf(document) };
  },
  services: "allowed",
  tags: (resource, { state }) => state.tags.get(...placeOf(resource)) ?? {},
  tagging: (operation) =>
    operation === "CreateStream" || operation === "RegisterStreamConsumer" ? "TagResource" : undefined,
});

function isNamed({ StreamName, StreamARN }: KinesisInput): boolean {
  return StreamARN === undefined ? StreamName !== undefined : readArn(StreamARN) !== undefined;
}

function placeOf(resource: string): string[] {
  const { account = "", region = "", name = "", consumer } = readArn(resource) ?? {};
  return [account, region, name, ...(consumer === undefined ? [] : [consumer])];
}

/** The ARN of a consumer that is named beside its stream. */
function consumerIn({ StreamARN, ConsumerName = "" }: KinesisInput, context: KinesisContext): string | string[] {
  if (StreamARN === undefined) return [];
  const { account, region, name } = nameOf({ StreamARN }, context);
  return (
    context.state.consumers.get(account, region, name, ConsumerName)?.arn ?? `${StreamARN}/consumer/${ConsumerName}:0`
  );
}

import type { ListShardsInput, ShardFilter } from "@aws-sdk/client-kinesis";
import { AwsError } from "../../../errors.ts";
import { momentOf } from "../../../streams/sequence-number.ts";
import type { Shard } from "../../../streams/shard.ts";
import { invalid, invalidToken } from "../errors.ts";
import type { Kinesis, KinesisContext } from "../state.ts";
import { arnOf, nameOf, openStream } from "../streams/names.ts";
import { shardsOf, shown } from "./layout.ts";

const USUAL = 1000;

/** How long a token is good, in milliseconds. */
const LIFETIME = 300_000;

interface Token {
  readonly stream: string;
  readonly after: string;
  readonly filter?: ShardFilter | undefined;
  readonly since: number;
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html */
export const listShards: Kinesis["ListShards"] = (input, context) => {
  const { MaxResults = USUAL, NextToken, StreamName, StreamARN, ExclusiveStartShardId, ShardFilter } = input;
  if (NextToken !== undefined) checkAlone(input);
  const token = NextToken === undefined ? undefined : readToken(NextToken, context);
  const stream = openStream(token ? { StreamARN: token.stream } : { StreamName, StreamARN }, context);
  const after = token?.after ?? ExclusiveStartShardId ?? "";
  const filter = token ? token.filter : ShardFilter;
  const wanted = filterOf(filter, context);
  const shards = shardsOf(stream, context).filter((shard) => shard.id > after && wanted(shard));
  const page = shards.slice(0, MaxResults);
  const last = page.at(-1);
  const next = last && shards.length > page.length && { stream: arnOf(stream), after: last.id, filter };
  return {
    Shards: page.map(shown),
    ...(next && { NextToken: writeToken({ ...next, since: context.cloud.clock.now() }) }),
  };
};

/** Of the rest, a token says it all: AWS's own paginators that send it again are refused, see https://github.com/boto/botocore/issues/2009 */
function checkAlone(input: ListShardsInput): void {
  const others = ["StreamName", "StreamARN", "ExclusiveStartShardId", "StreamCreationTimestamp"] as const;
  const other = others.find((name) => input[name] !== undefined);
  if (other) throw invalid(`NextToken and ${other} cannot be provided together.`);
}

/** The stream's ARN, for IAM. */
export function listedStream(
  { NextToken, ...named }: { readonly NextToken?: string; readonly StreamName?: string; readonly StreamARN?: string },
  context: KinesisContext,
): string {
  return NextToken === undefined ? arnOf(nameOf(named, context)) : readToken(NextToken, context).stream;
}

function filterOf(filter: ShardFilter | undefined, { cloud }: KinesisContext): (shard: Shard) => boolean {
  const isOpenAt = (moment: number) => (shard: Shard) =>
    momentOf(shard.start) <= moment && (shard.end === undefined || momentOf(shard.end) > moment);
  switch (filter?.Type) {
    case undefined:
    case "FROM_TRIM_HORIZON":
      return () => true;
    case "AT_LATEST":
      return ({ end }) => end === undefined;
    case "AT_TRIM_HORIZON":
      // Those that held the oldest records: nothing came before them that is still here.
      return ({ parents }) => parents.length === 0;
    case "AFTER_SHARD_ID":
      return ({ id }) => id > (filter.ShardId ?? "");
    case "AT_TIMESTAMP":
      return isOpenAt(momentIn(filter, cloud.clock.now()));
    case "FROM_TIMESTAMP": {
      const moment = momentIn(filter, cloud.clock.now());
      return ({ end }) => end === undefined || momentOf(end) > moment;
    }
    default:
      throw invalid(`The shard filter ${filter?.Type} is not known.`);
  }
}

function momentIn({ Timestamp, Type }: ShardFilter, now: number): number {
  if (!Timestamp) throw invalid(`Timestamp is required with the shard filter ${Type}.`);
  const moment = new Date(Timestamp).getTime();
  if (moment > now) throw invalid("The Timestamp of the shard filter is in the future.");
  return moment;
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString("base64url");
}

function readToken(text: string, { cloud }: KinesisContext): Token {
  let token: Token | null;
  try {
    token = JSON.parse(Buffer.from(text, "base64url").toString()) as Token | null;
  } catch {
    throw invalidToken();
  }
  if (typeof token?.stream !== "string" || typeof token.after !== "string" || typeof token.since !== "number")
    throw invalidToken();
  if (cloud.clock.now() - token.since > LIFETIME) {
    const message = "The pagination token has expired: it can be used for 300 seconds.";
    throw new AwsError("ExpiredNextTokenException", message);
  }
  return token;
}

import { AwsError } from "../../../errors.ts";
import { invalid, notFound } from "../errors.ts";
import type { Stream, StreamName } from "../records.ts";
import type { KinesisContext, KinesisState } from "../state.ts";

/** What operations name a stream by: its name or its ARN. */
export interface Named {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
}

export function arnOf({ account, region, name }: StreamName): string {
  return `arn:aws:kinesis:${region}:${account}:stream/${name}`;
}

/** The stream that an ARN names, or the stream of the consumer that it names; nothing when it names none. */
export function readArn(arn: string): (StreamName & { readonly consumer?: string }) | undefined {
  const [, region, account, name, consumer] =
    /^arn:aws:kinesis:([a-z0-9-]+):(\d{12}):stream\/([\w.-]{1,128})(?:\/consumer\/([\w.-]{1,128}):\d{1,15})?$/.exec(
      arn,
    ) ?? [];
  if (region === undefined || account === undefined || name === undefined) return undefined;
  return { region, account, name, ...(consumer !== undefined && { consumer }) };
}

/** What an input names. Throws Kinesis's error when it names none. */
export function nameOf({ StreamName, StreamARN }: Named, { account, region }: Place): StreamName {
  if (StreamARN === undefined) {
    if (StreamName === undefined) throw invalid("Either StreamName or StreamARN is required.");
    return { account, region, name: StreamName };
  }
  const named = readArn(StreamARN);
  if (!named || named.region !== region)
    throw new AwsError("InvalidArgumentException", `Invalid StreamARN ${StreamARN}.`);
  return named;
}

type Place = Pick<KinesisContext, "account" | "region">;

export function findStream({ account, region, name }: StreamName, { streams }: KinesisState): Stream | undefined {
  return streams.get(account, region, name);
}

/** The stream that an input names. Throws Kinesis's errors when there is none. */
export function openStream(input: Named, context: KinesisContext): Stream {
  const named = nameOf(input, context);
  const stream = findStream(named, context.state);
  if (!stream) throw noStream(named);
  return stream;
}

export function noStream({ name, account }: StreamName) {
  return notFound(`Stream ${name} under account ${account} not found.`);
}

/** Changes the stream that an input names, in a transaction. */
export function changeStream(input: Named, context: KinesisContext, change: (stream: Stream) => Stream): Stream {
  const { cloud, state } = context;
  return cloud.store.write(() => putStream(change(openStream(input, context)), state));
}

/** Only inside `store.write`. */
export function putStream(stream: Stream, { streams }: KinesisState): Stream {
  streams.put([stream.account, stream.region, stream.name], stream);
  return stream;
}

import { noStream } from "../errors.ts";
import type { DeliveryStream, StreamName } from "../records.ts";
import type { FirehoseContext, FirehoseState } from "../state.ts";

export function arnOf({ account, region, name }: StreamName): string {
  return `arn:aws:firehose:${region}:${account}:deliverystream/${name}`;
}

/** The stream that an ARN names; nothing when it names none. */
export function readArn(arn: string): StreamName | undefined {
  const [, region, account, name] =
    /^arn:aws:firehose:([a-z0-9-]+):(\d{12}):deliverystream\/([\w.-]{1,64})$/.exec(arn) ?? [];
  if (region === undefined || account === undefined || name === undefined) return undefined;
  return { region, account, name };
}

export function keyOf({ account, region, name }: StreamName): [string, string, string] {
  return [account, region, name];
}

/** The stream of the caller's that has a name. Throws Firehose's error when there is none. */
export function openStream(
  name: string | undefined,
  { account, region, state }: Pick<FirehoseContext, "account" | "region" | "state">,
): DeliveryStream {
  const named = { account, region, name: name ?? "" };
  const stream = state.streams.get(...keyOf(named));
  if (!stream) throw noStream(named);
  return stream;
}

/** Only inside `store.write`. */
export function putStream(stream: DeliveryStream, { streams }: FirehoseState): DeliveryStream {
  streams.put(keyOf(stream), stream);
  return stream;
}

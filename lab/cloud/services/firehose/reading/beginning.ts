import type { Cloud } from "../../../cloud.ts";
import { type StreamSource, sourceOf } from "../../../delivery/source.ts";
import type { Roles } from "../deliveries/roles.ts";
import { invalid } from "../errors.ts";
import type { DeliveryStream } from "../records.ts";
import type { FirehoseContext } from "../state.ts";

/** After which record of each shard a stream begins. */
export type Beginnings = ReadonlyMap<string, string | undefined>;

/** The data stream that a delivery stream reads, as the role that it names; nothing when it reads none. */
export async function sourceOfStream(
  stream: DeliveryStream,
  cloud: Cloud,
  roles: Roles,
): Promise<StreamSource | undefined> {
  const { source } = stream;
  if (!source) return undefined;
  const kind = await sourceOf(source.stream, cloud);
  if (kind?.kind !== "stream") return undefined;
  const caller = () => roles.caller(source.role, stream);
  return kind.open({ arn: source.stream, cloud, caller, startingPosition: "LATEST" });
}

/** Looks whether a stream may read its data stream. Throws Firehose's errors when it may not. */
export async function checkSource(stream: DeliveryStream, { cloud, state }: FirehoseContext): Promise<void> {
  const source = await sourceOfStream(stream, cloud, state.roles);
  const { stream: arn = "", role = "" } = stream.source ?? {};
  await source?.check().catch((error: Error) => {
    if (error.name === "ResourceNotFoundException") throw invalid(`Kinesis stream ${arn} was not found.`);
    const [, action = "kinesis:DescribeStream"] = /perform: (\S+)/.exec(error.message) ?? [];
    throw invalid(`Role ${role} is not authorized to perform: ${action} on resource ${arn}.`);
  });
}

/** Where a new stream begins: with what comes from now on. */
export async function beginningsOf(stream: DeliveryStream, { cloud, state }: FirehoseContext): Promise<Beginnings> {
  const source = await sourceOfStream(stream, cloud, state.roles);
  const beginnings = new Map<string, string | undefined>();
  for (const { id } of (await source?.shards()) ?? []) beginnings.set(id, await source?.begin(id));
  return beginnings;
}

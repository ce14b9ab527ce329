import { notFound } from "../errors.ts";
import type { LayerVersionRecord } from "../records.ts";
import type { LambdaContext } from "../state.ts";

const VERSION_ARN = /^arn:[^:]*:lambda:(?<region>[a-z0-9-]+):(?<account>\d{12}):layer:(?<name>[\w-]+):(?<version>\d+)$/;

/** A layer. */
export interface LayerName {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** One version of a layer. */
export interface LayerVersionName extends LayerName {
  readonly version: number;
}

/** Reads the name or ARN of a layer. */
export function readLayerName(text: string, { account, region }: Pick<LambdaContext, "account" | "region">): LayerName {
  const [, , , inRegion = region, inAccount = account, , name = text] = text.split(":");
  return { account: inAccount, region: inRegion, name };
}

/** Reads the ARN of a layer's version. Throws ResourceNotFoundException for a layer of AWS's own. */
export function readVersionArn(arn: string): LayerVersionName {
  const name = versionNamed(arn);
  if (name) return name;
  throw notFound("The resource you requested does not exist.");
}

/** The layer's version that an ARN names; nothing when it names something else. */
export function versionNamed(arn: string): LayerVersionName | undefined {
  const { region = "", account = "", name = "", version } = VERSION_ARN.exec(arn)?.groups ?? {};
  if (version === undefined) return undefined;
  return { account, region, name, version: Number(version) };
}

export function layerArnOf({ account, region, name }: LayerName): string {
  return `arn:aws:lambda:${region}:${account}:layer:${name}`;
}

export function versionArnOf(name: LayerVersionName): string {
  return `${layerArnOf(name)}:${name.version}`;
}

/** A version of a layer that the caller may see. Throws ResourceNotFoundException. */
export function openLayerVersion(name: LayerVersionName, context: LambdaContext): LayerVersionRecord {
  const record = context.state.layerVersions.get(name.account, name.region, name.name, -name.version);
  if (!record || record.deleted || !isSharedWith(record, context.account)) {
    throw notFound("The resource you requested does not exist.");
  }
  return record;
}

/** Whether an account may use a layer: its own, or one whose policy names it or everybody. */
function isSharedWith({ account, policy }: LayerVersionRecord, other: string): boolean {
  if (account === other) return true;
  return policy.some(
    ({ Principal }) => Principal === "*" || ("AWS" in Principal && Principal.AWS.includes(`:${other}:`)),
  );
}

import { invalidParameter } from "../errors.ts";
import type { SnsContext } from "../state.ts";

/** Where an application is. */
export interface ApplicationName {
  readonly account: string;
  readonly region: string;
  readonly platform: string;
  readonly name: string;
}

export function applicationArn({ account, region, platform, name }: ApplicationName): string {
  return `arn:aws:sns:${region}:${account}:app/${platform}/${name}`;
}

/** The application that an ARN names, in the caller's region. Throws InvalidParameter. */
export function applicationNamed(arn: string | undefined, { region, account }: SnsContext): ApplicationName {
  const [, inRegion, owner, platform, name] =
    /^arn:aws:sns:([a-z0-9-]+):(\d{12}):app\/([^/]+)\/([^/]+)$/.exec(arn ?? "") ?? [];
  if (owner !== account || inRegion !== region || platform === undefined || name === undefined)
    throw invalidParameter("PlatformApplicationArn");
  return { account, region, platform, name };
}

/** The key of what an ARN of a device names; nothing for another ARN. */
export function deviceKey(arn: string): [string, string, string, string, string] | undefined {
  const [, region, account, platform, name, id] =
    /^arn:aws:sns:([a-z0-9-]+):(\d{12}):endpoint\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(arn) ?? [];
  if (region === undefined || account === undefined) return undefined;
  return [account, region, platform as string, name as string, id as string];
}

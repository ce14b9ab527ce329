import type { PipeName } from "../records.ts";

export function arnOf({ account, region, name }: PipeName): string {
  return `arn:aws:pipes:${region}:${account}:pipe/${name}`;
}

/** The pipe that an ARN names; nothing when it is no pipe's. */
export function readArn(arn: string): PipeName | undefined {
  const [, region, account, name] = /^arn:aws:pipes:([^:]*):(\d{12}):pipe\/([^/:]+)$/.exec(arn) ?? [];
  return region && account && name ? { region, account, name } : undefined;
}

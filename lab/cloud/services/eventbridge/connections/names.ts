import type { Place } from "../records.ts";

/** What tells a connection or an API destination from others that had its name before. */
export interface Named extends Place {
  readonly name: string;
  readonly id: string;
}

/** The kinds of resources whose ARNs end in an id. */
type Kind = "connection" | "api-destination";

export function arnOf(kind: Kind, { account, region, name, id }: Named): string {
  return `arn:aws:events:${region}:${account}:${kind}/${name}/${id}`;
}

/** What an ARN names; nothing when it is none of this kind. */
export function readArn(kind: Kind, arn: string): Named | undefined {
  const [, region, account, found, name, id] =
    /^arn:aws:events:([a-z0-9-]+):(\d{12}):(connection|api-destination)\/([.\-\w]{1,64})\/([0-9a-f-]{36})$/.exec(arn) ??
    [];
  if (found !== kind || region === undefined || account === undefined || name === undefined || id === undefined)
    return undefined;
  return { account, region, name, id };
}

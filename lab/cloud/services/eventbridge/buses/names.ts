import type { BusName, RuleName } from "../records.ts";

/** The bus that every account has in every region. */
export const DEFAULT = "default";

export function busArn({ account, region, name }: BusName): string {
  return `arn:aws:events:${region}:${account}:event-bus/${name}`;
}

/** A rule on the default bus is named without it. */
export function ruleArn({ account, region, bus, name }: RuleName): string {
  return `arn:aws:events:${region}:${account}:rule/${bus === DEFAULT ? "" : `${bus}/`}${name}`;
}

/** The bus that an ARN names; nothing when it names none. */
export function readBusArn(arn: string): BusName | undefined {
  const [, region, account, name] =
    /^arn:aws:events:([a-z0-9-]+):(\d{12}):event-bus\/([/.\-\w]{1,256})$/.exec(arn) ?? [];
  return region !== undefined && account !== undefined && name !== undefined ? { region, account, name } : undefined;
}

/** The rule that an ARN names; nothing when it names none. A partner's bus has slashes in its name. */
export function readRuleArn(arn: string): RuleName | undefined {
  const [, region, account, bus = DEFAULT, name] =
    /^arn:aws:events:([a-z0-9-]+):(\d{12}):rule\/(?:([/.\-\w]{1,256})\/)?([.\-\w]{1,64})$/.exec(arn) ?? [];
  return region !== undefined && account !== undefined && name !== undefined
    ? { region, account, bus, name }
    : undefined;
}

/** The bus that an operation means: by its ARN, by its name, or the default one. */
export function busNamed(
  nameOrArn: string | undefined,
  place: { readonly account: string; readonly region: string },
): BusName {
  const { account, region } = place;
  if (nameOrArn === undefined || nameOrArn === "") return { account, region, name: DEFAULT };
  return readBusArn(nameOrArn) ?? { account, region, name: nameOrArn };
}

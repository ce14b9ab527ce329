import { invalidArn, invalidName, unknownTrail, wrongRegion } from "../errors.ts";
import type { Trail, TrailName } from "../records.ts";
import type { CloudTrailContext } from "../state.ts";

export function arnOf({ account, region, name }: TrailName): string {
  return `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
}

/** What an ARN names; nothing when it is none of a trail. */
export function readArn(arn: string): TrailName | undefined {
  const [, region, account, name] = /^arn:aws:cloudtrail:([a-z0-9-]+):(\d{12}):trail\/([\w.-]{3,128})$/.exec(arn) ?? [];
  return region !== undefined && account !== undefined && name !== undefined ? { account, region, name } : undefined;
}

/** Throws CloudTrail's errors for what is no name of a trail. */
export function checkName(name: string): void {
  const length = `Specified name length: ${name.length} characters.`;
  if (name.length < 3) throw invalidName(`Trail name too short. Minimum allowed length: 3 characters. ${length}`);
  if (name.length > 128) throw invalidName(`Trail name too long. Maximum allowed length: 128 characters. ${length}`);
  if (!/^[a-zA-Z0-9]/.test(name)) throw invalidName("Trail name must starts with a letter or number.");
  if (!/[a-zA-Z0-9]$/.test(name)) throw invalidName("Trail name must ends with a letter or number.");
  if (!/^[\w.-]+$/.test(name))
    throw invalidName(
      "Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).",
    );
  if (/[._-]{2}/.test(name))
    throw invalidName("Trail name or ARN cannot have adjacent periods (.), hyphens (-), or underscores (_).");
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(name)) throw invalidName("Trail names must not be formatted as an IP address.");
}

/** The trail that a name or an ARN tells: of this region, or of another one whose trail reaches here. Throws when there is none. */
export function openTrail(nameOrArn: string, context: CloudTrailContext): Trail {
  const { account, region, state } = context;
  if (nameOrArn.startsWith("arn:")) {
    const named = readArn(nameOrArn);
    if (!named) throw invalidArn(nameOrArn);
    const trail = named.account === account ? state.trails.get(account, named.region, named.name) : undefined;
    if (!trail) throw unknownTrail(named);
    return trail;
  }
  checkName(nameOrArn);
  const here = state.trails.get(account, region, nameOrArn);
  const shadow = () =>
    [...state.trails.values({ under: [account] })].find((trail) => trail.name === nameOrArn && trail.isMultiRegion);
  const trail = here ?? shadow();
  if (!trail) throw unknownTrail({ account, region, name: nameOrArn });
  return trail;
}

/** The same for what may be changed in its home region alone. */
export function openAtHome(nameOrArn: string, context: CloudTrailContext): Trail {
  const trail = openTrail(nameOrArn, context);
  if (trail.region !== context.region) throw wrongRegion(trail);
  return trail;
}

/** Changes a trail in a transaction, as it is by then. */
export function changeTrail(
  { account, region, name }: TrailName,
  { cloud, state }: Pick<CloudTrailContext, "cloud" | "state">,
  change: (trail: Trail) => Trail,
): void {
  cloud.store.write(() => {
    const trail = state.trails.get(account, region, name);
    if (trail) state.trails.put([account, region, name], change(trail));
    state.deliveries.trailsChanged();
  });
}

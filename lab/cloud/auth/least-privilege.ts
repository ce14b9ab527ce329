import type { PolicyDocument, Statement } from "./policy/document.ts";

/** So many resources of an action are named one by one. */
const MOST_NAMED = 3;

/**
 * A policy for what was done: actions on the same resources share a statement. Where every run makes resources of other names,
 * or there are many, it names what they have in common.
 */
export function leastPrivilege(done: Readonly<Record<string, readonly string[]>>): PolicyDocument {
  const statements = new Map<string, { actions: string[]; resources: string[] }>();
  for (const [action, resources] of Object.entries(done)) {
    const named = generalized([...new Set(resources.map(lasting))]);
    const key = named.join(" ");
    const found = statements.get(key);
    if (found) found.actions.push(action);
    else statements.set(key, { actions: [action], resources: named });
  }
  const one = (values: string[]) => (values.length === 1 ? (values[0] as string) : values);
  return {
    Version: "2012-10-17",
    Statement: [...statements.values()].map(
      ({ actions, resources }): Statement => ({
        Effect: "Allow",
        Action: one(actions.sort()),
        Resource: one(resources),
      }),
    ),
  };
}

/**
 * A log group's streams are new with each execution environment. The policy that Lambda's console makes names them all:
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-permissions.html
 */
function lasting(resource: string): string {
  return resource.replace(/^(arn:[^:]*:logs:[^:]*:\d*:log-group:[^:]+):log-stream:.*$/, "$1:*");
}

/** Many resources are named by what they have in common up to a slash or a colon: those of one bucket, or one log group. */
function generalized(resources: readonly string[]): string[] {
  const sorted = [...resources].sort();
  if (sorted.length <= MOST_NAMED) return sorted;
  const families = new Map<string, string[]>();
  for (const resource of sorted) {
    const family = /^arn:aws:s3:::[^/]+\//.exec(resource)?.[0] ?? resource.slice(0, resource.lastIndexOf(":") + 1);
    families.set(family, [...(families.get(family) ?? []), resource]);
  }
  return [...families].flatMap(([family, members]) =>
    members.length <= MOST_NAMED ? members : [`${commonOf(members, family)}*`],
  );
}

/** What all begin with, up to the end of a part. */
function commonOf(members: readonly string[], least: string): string {
  const [first = "", last = ""] = [members[0], members.at(-1)];
  let length = 0;
  while (length < first.length && first[length] === last[length]) length += 1;
  const common = first.slice(0, length);
  const end = Math.max(common.lastIndexOf("/"), common.lastIndexOf(":")) + 1;
  return end > least.length ? common.slice(0, end) : least;
}

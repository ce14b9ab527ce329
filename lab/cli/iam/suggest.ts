import type { Denial } from "../../cloud/auth/denials.ts";
import { leastPrivilege } from "../../cloud/auth/least-privilege.ts";
import { LabError } from "../../lab-error.ts";
import { readLab } from "../lab-api.ts";
import { print } from "../output.ts";
import type { LabOptions } from "../place.ts";

/** No role of that name has done anything, or several have. */
export class UnknownRole extends LabError {
  override readonly name = "UnknownRole";
}

/**
 * `lab iam suggest`: prints a policy for what a role has done since the lab was started, and beside it what the role was denied
 * and the policy does not allow either.
 */
export async function suggest(name: string, place: LabOptions): Promise<void> {
  const { roles } = await readLab<{ roles: Record<string, Record<string, string[]>> }>(place, "activity");
  const { denials } = await readLab<{ denials: Denial[] }>(place, "denials");
  const known = [...new Set([...Object.keys(roles), ...denials.flatMap(({ role }) => role ?? [])])].filter(
    (arn) => place.account === undefined || arn.split(":")[4] === place.account,
  );
  const role = chosen(name, known);
  const policy = leastPrivilege((Object.hasOwn(roles, role) && roles[role]) || {});
  const denied = deniedTo(role, denials);
  print(place, { role, policy, denied }, () => JSON.stringify(policy, null, 2));
  if (place.json || denied.length === 0) return;
  console.error("Denied since the lab started, and not in the policy:");
  for (const { action, resource } of denied) console.error(`  ${action} on ${resource}`);
}

function chosen(name: string, known: readonly string[]): string {
  const found = known.filter((arn) => arn.includes(name));
  const [role] = found;
  if (role !== undefined && found.length === 1) return role;
  const list = (found.length > 1 ? found : known).map((arn) => `\n  ${arn}`).join("") || "\n  (none)";
  const problem = found.length > 1 ? `${name} matches several roles` : `No role that matches ${name} has made a call`;
  throw new UnknownRole(`${problem}. Roles that have made calls:${list}`);
}

/** What a role was denied, each once. Where IAM only tells what it would deny, the role did it, and the policy has it. */
function deniedTo(role: string, denials: readonly Denial[]) {
  const found = new Map<string, Pick<Denial, "action" | "resource" | "reason">>();
  for (const { role: who, enforced, action, resource, reason } of denials)
    if (who === role && enforced) found.set(`${action} ${resource}`, { action, resource, reason });
  return [...found.values()];
}

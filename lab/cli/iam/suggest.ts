import { leastPrivilege } from "../../cloud/auth/least-privilege.ts";
import { LabError } from "../../lab-error.ts";
import type { LabPlace } from "../../targets/client-settings.ts";
import { readLab } from "../lab-api.ts";

/** No role of that name has done anything, or several have. */
export class UnknownRole extends LabError {
  override readonly name = "UnknownRole";
}

/** `lab iam suggest`: prints the smallest policy for what a role has done since the lab was started. */
export async function suggest(name: string, place: LabPlace): Promise<void> {
  const { roles } = await readLab<{ roles: Record<string, Record<string, string[]>> }>(place, "activity");
  const found = Object.keys(roles).filter((arn) => arn.includes(name));
  const [role] = found;
  if (role === undefined || found.length > 1) {
    const known = (found.length > 1 ? found : Object.keys(roles)).map((arn) => `\n  ${arn}`).join("") || "\n  (none)";
    const problem = found.length > 1 ? `${name} matches several roles` : `No role that matches ${name} has made a call`;
    throw new UnknownRole(`${problem}. Roles that have made calls:${known}`);
  }
  console.log(JSON.stringify(leastPrivilege(roles[role] ?? {}), null, 2));
}

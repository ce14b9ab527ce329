import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { type Constructs, constructsOf } from "../../cloud/auth/constructs.ts";
import type { Denial } from "../../cloud/auth/denials.ts";
import { LabError } from "../../lab-error.ts";
import type { LabPlace } from "../../targets/client-settings.ts";
import { readLab, settingsFor } from "../lab-api.ts";

/** The lab has denied nothing of the kind. */
export class NothingDenied extends LabError {
  override readonly name = "NothingDenied";
}

/**
 * `lab why`: explains the last call that IAM did not allow: who asked for what, which policies were looked at, and what would
 * allow it.
 *
 * @param about the denial's id, or a part of the action, of the resource or of the caller; any by default
 */
export async function why(
  about: string | undefined,
  { encoded, ...options }: LabPlace & { readonly encoded?: boolean },
): Promise<void> {
  const { denials } = await readLab<{ denials: Denial[] }>(options, "denials");
  const found = denials.filter((denial) => about === undefined || textOf(denial).includes(about)).at(-1);
  if (!found) {
    const what = about === undefined ? "" : ` about ${about}`;
    throw new NothingDenied(`The lab at ${options.endpoint} has denied nothing${what} since it started`);
  }
  if (encoded) {
    const { encodedMessage } = await readLab<{ encodedMessage: string }>(options, `denials/${found.id}`);
    return console.log(encodedMessage);
  }
  const client = new CloudFormationClient(await settingsFor(options));
  try {
    console.log(explained(found, await constructsOf(found, client)));
  } finally {
    client.destroy();
  }
}

function textOf({ id, action, resource, caller, role = "" }: Denial): string {
  return [id, action, resource, caller, role].join(" ");
}

function explained(denial: Denial, { caller, resource }: Constructs): string {
  const { by, suggestion, enforced } = denial;
  const lines = [
    `${enforced ? "Denied" : "Would be denied"}  ${denial.action} on ${denial.resource}`,
    `  when     ${new Date(denial.at).toISOString()}`,
    `  who      ${denial.caller}`,
    `  why      ${denial.reason}`,
    ...denial.considered.map((name, i) => `  ${i === 0 ? "by      " : "        "} ${name}`),
    ...(by ? [`  denied by ${by.policy}`, indented(by.statement)] : []),
    ...(suggestion ? ["  this would allow it", indented(suggestion)] : []),
    ...(caller ? [`  in the CDK  grant it to ${caller}${resource ? ` on ${resource}` : ""}`] : []),
  ];
  return lines.join("\n");
}

function indented(value: object): string {
  return JSON.stringify(value, null, 2).replace(/^/gm, "    ");
}

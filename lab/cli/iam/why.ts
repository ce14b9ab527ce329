import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { type Constructs, constructsOf } from "../../cloud/auth/constructs.ts";
import type { Denial } from "../../cloud/auth/denials.ts";
import { LabError } from "../../lab-error.ts";
import { readLab, settingsFor } from "../lab-api.ts";
import { print } from "../output.ts";
import type { LabOptions } from "../place.ts";

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
  { encoded, ...options }: LabOptions & { readonly encoded?: boolean },
): Promise<void> {
  const { denials } = await readLab<{ denials: Denial[] }>(options, "denials");
  const isWanted = (denial: Denial) =>
    (options.account === undefined || denial.account === options.account) &&
    (about === undefined || textOf(denial).includes(about));
  const found = denials.filter(isWanted).at(-1);
  if (!found) {
    const what = about === undefined ? "" : ` about ${about}`;
    throw new NothingDenied(`The lab at ${options.endpoint} has denied nothing${what} since it started`);
  }
  if (encoded) {
    const { encodedMessage } = await readLab<{ encodedMessage: string }>(options, `denials/${found.id}`);
    return print(options, { encodedMessage }, () => encodedMessage);
  }
  // The stack that granted too little is where the caller is: in another account for the teacher, and in the resource's region.
  const { account } = found;
  const client = new CloudFormationClient(await settingsFor({ ...options, account, region: regionOf(found) }));
  try {
    const constructs = await constructsOf(found, client);
    print(options, { ...found, constructs }, () => explained(found, constructs));
  } finally {
    client.destroy();
  }
}

/** S3's and IAM's ARNs name no region. */
function regionOf({ resource }: Denial): string {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return resource.split(":")[3] || AWS_REGION || AWS_DEFAULT_REGION || "us-east-1";
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

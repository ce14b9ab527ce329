import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import type { Denial } from "../../cloud/auth/denials.ts";
import { clientSettings, type LabPlace } from "../../targets/client-settings.ts";
import { readLab } from "../lab-api.ts";

/** The lab has denied nothing of the kind. */
export class NothingDenied extends Error {
  override readonly name = "NothingDenied";
}

/**
 * `lab why`: explains the last call that IAM did not allow: who asked for what, which policies were looked at, and what would
 * allow it.
 *
 * @param about the denial's id, or a part of the action, of the resource or of who asked; any, unless told
 */
export async function why(about: string | undefined, options: LabPlace): Promise<void> {
  const { denials } = await readLab<{ denials: Denial[] }>(options, "denials");
  const found = denials.filter((denial) => about === undefined || textOf(denial).includes(about)).at(-1);
  if (!found) {
    const what = about === undefined ? "" : ` about ${about}`;
    throw new NothingDenied(`The lab at ${options.endpoint} has denied nothing${what} since it was started`);
  }
  console.log(explained(found, await constructs(found, options)));
}

function textOf({ id, action, resource, caller, role = "" }: Denial): string {
  return [id, action, resource, caller, role].join(" ");
}

/** The constructs of a CDK app that a denial is about. */
interface Constructs {
  readonly caller: string | undefined;
  readonly resource: string | undefined;
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

/** Where the role and the resource come from, when a stack of the CDK made them. */
async function constructs({ role, resource, suggestion }: Denial, options: LabPlace): Promise<Constructs> {
  const client = new CloudFormationClient(clientSettings(options));
  try {
    const roleName = role?.split("/").at(-1);
    if (roleName === undefined || !suggestion) return { caller: undefined, resource: undefined };
    const caller = await constructOf(roleName, client);
    return { caller, resource: caller && (await constructOf(physicalId(resource), client)) };
  } finally {
    client.destroy();
  }
}

/** What a stack calls a resource: a bucket and a function are called by their names. */
function physicalId(arn: string): string {
  if (arn.startsWith("arn:aws:s3:::")) return arn.slice("arn:aws:s3:::".length).split("/")[0] ?? "";
  return arn.split(":function:")[1]?.split(":")[0] ?? arn.split(/[:/]/).at(-1) ?? "";
}

async function constructOf(PhysicalResourceId: string, client: CloudFormationClient): Promise<string | undefined> {
  try {
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ PhysicalResourceId }));
    const found = StackResources.find((one) => one.PhysicalResourceId === PhysicalResourceId);
    if (!found) return undefined;
    const { TemplateBody = "{}" } = await client.send(new GetTemplateCommand({ StackName: found.StackName }));
    const path = JSON.parse(TemplateBody).Resources?.[found.LogicalResourceId ?? ""]?.Metadata?.["aws:cdk:path"];
    return typeof path === "string" ? path.replace(/(\/ServiceRole)?\/Resource$/, "") : undefined;
  } catch {
    // No stack has it, or its template is none of the CDK's.
    return undefined;
  }
}

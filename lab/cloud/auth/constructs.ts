import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import type { Denial } from "./denials.ts";

/** The constructs of a CDK app that a denial is about. */
export interface Constructs {
  readonly caller: string | undefined;
  readonly resource: string | undefined;
}

/** Where the role and the resource come from, when a stack of the CDK made them. */
export async function constructsOf(
  { role, resource, suggestion }: Denial,
  client: CloudFormationClient,
): Promise<Constructs> {
  const roleName = role?.split("/").at(-1);
  if (roleName === undefined || !suggestion) return { caller: undefined, resource: undefined };
  const caller = await constructOf(roleName, client);
  return { caller, resource: caller && (await constructOf(physicalId(resource), client)) };
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
    // No stack has it, or its template does not come from the CDK.
    return undefined;
  }
}

import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { listOf, type PolicyDocument } from "../../auth/policy/document.ts";
import type { Cloud } from "../../cloud.ts";
import { AwsError } from "../../errors.ts";

/** What limits a session besides its role's policies. */
export function sessionPoliciesOf(
  { Policy, PolicyArns = [] }: Pick<AssumeRoleCommandInput, "Policy" | "PolicyArns">,
  cloud: Cloud,
): string[] | undefined {
  if (Policy === undefined && PolicyArns.length === 0) return undefined;
  if (Policy !== undefined) checkDocument(Policy);
  const managed = PolicyArns.map(({ arn = "" }) => {
    const document = cloud.identities.managedDocument(arn);
    if (document === undefined) throw new AwsError("ValidationError", `The policy ${arn} is not there`);
    return document;
  });
  return [...(Policy === undefined ? [] : [Policy]), ...managed];
}

function checkDocument(text: string): void {
  try {
    if (listOf((JSON.parse(text) as PolicyDocument).Statement).length > 0) return;
  } catch {
    // Said below.
  }
  throw new AwsError("MalformedPolicyDocument", "The session policy is not a policy document.");
}

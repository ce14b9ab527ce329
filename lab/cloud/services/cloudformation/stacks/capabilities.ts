import type { Capability } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../errors.ts";
import type { Template } from "../template/template.ts";

/**
 * The types that a caller has to acknowledge, since they can give permissions away, and for each the property that gives it a
 * name of the caller's choice.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html
 */
const ACKNOWLEDGED_TYPES = new Map<string, string | undefined>([
  ["AWS::IAM::AccessKey", undefined],
  ["AWS::IAM::Group", "GroupName"],
  ["AWS::IAM::InstanceProfile", "InstanceProfileName"],
  ["AWS::IAM::ManagedPolicy", "ManagedPolicyName"],
  ["AWS::IAM::Policy", undefined],
  ["AWS::IAM::Role", "RoleName"],
  ["AWS::IAM::User", "UserName"],
  ["AWS::IAM::UserToGroupAddition", undefined],
]);

/** What a template needs to be acknowledged, and the types for which it does. */
export interface Needed {
  readonly capability: Capability;
  readonly types: readonly string[];
}

/** The capability that a template needs, if it needs one. */
export function neededCapability({ Resources }: Template): Needed | undefined {
  const powerful = Object.values(Resources).filter(({ Type }) => ACKNOWLEDGED_TYPES.has(Type));
  if (powerful.length === 0) return undefined;
  const named = powerful.some(({ Type, Properties = {} }) =>
    Object.hasOwn(Properties, ACKNOWLEDGED_TYPES.get(Type) ?? ""),
  );
  return {
    capability: named ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM",
    types: [...new Set(powerful.map(({ Type }) => Type))],
  };
}

/**
 * Throws AWS's InsufficientCapabilitiesException when the caller did not acknowledge what the template needs.
 * @param expanded whether transforms change the template without the caller having seen the outcome
 */
export function checkCapabilities(template: Template, given: readonly string[], expanded = false): void {
  const powers = neededCapability(template)?.capability;
  const missing: string[] = [];
  if (powers && !given.includes(powers) && !given.includes("CAPABILITY_NAMED_IAM")) missing.push(powers);
  if (expanded && !given.includes("CAPABILITY_AUTO_EXPAND")) missing.push("CAPABILITY_AUTO_EXPAND");
  if (missing.length === 0) return;
  const message = `Requires capabilities : [${missing.join(", ")}]`;
  throw new AwsError("InsufficientCapabilitiesException", message);
}

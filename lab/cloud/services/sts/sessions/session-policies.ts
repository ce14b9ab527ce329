import { deflateRawSync } from "node:zlib";
import type { AssumeRoleCommandInput, Tag } from "@aws-sdk/client-sts";
import { listOf, type PolicyDocument } from "../../../auth/policy/document.ts";
import type { Cloud } from "../../../cloud.ts";
import { AwsError } from "../../../errors.ts";
import { tooLong } from "./session-tags.ts";

type PolicyInput = Pick<AssumeRoleCommandInput, "Policy" | "PolicyArns">;

const LONGEST_POLICY = 2048;
const MOST_ARNS = 10;

/** Bytes that policies and tags may take when they are packed. AWS does not say how much that is, nor how it packs. */
const PACKED_ROOM = 4096;

/** What limits a session besides its role's policies. */
export function sessionPoliciesOf({ Policy, PolicyArns = [] }: PolicyInput, cloud: Cloud): string[] | undefined {
  if (Policy === undefined && PolicyArns.length === 0) return undefined;
  if (PolicyArns.length > MOST_ARNS) throw tooLong("policyArns", MOST_ARNS);
  if (Policy !== undefined) checkDocument(Policy);
  const managed = PolicyArns.map(({ arn = "" }) => {
    const document = cloud.identities.managedDocument(arn);
    if (document === undefined) throw new AwsError("ValidationError", `The policy ${arn} is not there`);
    return document;
  });
  return [...(Policy === undefined ? [] : [Policy]), ...managed];
}

/** How much of the room for them a session's policies and tags take, in per cent; nothing where there are none. */
export function packedSize({ Policy, PolicyArns = [] }: PolicyInput, tags: readonly Tag[]): number | undefined {
  if (Policy === undefined && PolicyArns.length === 0 && tags.length === 0) return undefined;
  const plain = JSON.stringify([Policy, PolicyArns.map(({ arn }) => arn), tags.map(({ Key, Value }) => [Key, Value])]);
  const percent = Math.ceil((100 * deflateRawSync(plain).length) / PACKED_ROOM);
  if (percent > 100) {
    const advice = "please use smaller policy.";
    throw new AwsError("PackedPolicyTooLarge", `Packed policy consumes ${percent}% of allotted space, ${advice}`);
  }
  return percent;
}

function checkDocument(text: string): void {
  if (text.length > LONGEST_POLICY) throw tooLong("policy", LONGEST_POLICY);
  try {
    if (listOf((JSON.parse(text) as PolicyDocument).Statement).length > 0) return;
  } catch {
    // Said below.
  }
  throw new AwsError("MalformedPolicyDocument", "The session policy is not a policy document.");
}

import { malformed } from "../errors.ts";

// What may stand as a resource in a permissions policy, and how IAM says that something may not.

/** What the resources of IAM itself begin with. */
const IAM_KINDS = [
  "user/",
  "federated-user/",
  "role/",
  "group/",
  "instance-profile/",
  "mfa/",
  "server-certificate/",
  "policy/",
  "sms-mfa/",
  "saml-provider/",
  "oidc-provider/",
  "report/",
  "access-report/",
];

export function checkResources(resources: readonly string[]): void {
  const patterns = resources.filter((one) => one !== "*");
  for (const one of patterns) checkShape(one);
  if (patterns.some((one) => one.includes("::") && one.split(":").length < 6))
    throw malformed("The policy failed legacy parsing");
  for (const one of patterns) checkOwn(one);
}

function checkShape(resource: string): void {
  const [, partition, ...rest] = resource.split(":");
  if (partition === undefined) throw malformed(`Resource ${resource} must be in ARN format or "*".`);
  if (partition !== "aws" && !partition.includes("*")) {
    const [vendor = "*", region = "*", account = "*"] = rest;
    const own = rest.length > 3 ? rest.slice(3).join(":") : "*";
    throw malformed(
      `Partition "${partition}" is not valid for resource "arn:${partition}:${vendor}:${region}:${account}:${own}".`,
    );
  }
  if (rest.length === 0 && !partition.includes("*"))
    throw malformed("Resource vendor must be fully qualified and cannot contain regexes.");
}

/** What IAM and S3 ask of their own. */
function checkOwn(resource: string): void {
  const [, , vendor, region = "", account = "", ...rest] = resource.split(":");
  const own = rest.join(":");
  if (rest.length === 0) return;
  if (vendor === "s3" && region !== "" && account === "")
    throw malformed(`Resource ${resource} can not contain region information.`);
  if (vendor !== "iam") return;
  if (region !== "") throw malformed(`IAM resource ${resource} cannot contain region information.`);
  if (own !== "*" && !IAM_KINDS.some((kind) => own.startsWith(kind)))
    throw malformed(`IAM resource path must either be "*" or start with ${IAM_KINDS.join(", ")}.`);
}

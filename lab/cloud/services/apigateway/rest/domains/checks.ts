import { badRequest, notYet } from "../../shared/errors.ts";
import type { Domain } from "../../shared/homes.ts";
import { checkOption } from "../../shared/options.ts";

/** Throws for a domain that can't be, or can't be yet, whichever version of the API made it what it is. */
export function checkDomain(domain: Domain): void {
  const { endpointConfiguration: { types = [], ipAddressType } = {}, routingMode = BY_PATHS } = domain;
  if (types.length === 0) throw badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
  for (const type of types) checkOption("EndpointTypes", type, ["REGIONAL", "EDGE", "PRIVATE"]);
  if (types.includes("PRIVATE")) throw notYet("private custom domain names");
  if (ipAddressType !== undefined && !["ipv4", "dualstack"].includes(ipAddressType))
    throw badRequest("ipAddressType must be either ipv4 or dualstack.");
  checkOption("RoutingMode", routingMode, [BY_PATHS, "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING"]);
  if (routingMode !== BY_PATHS) throw notYet("routing rules");
  checkCertificates(domain);
}

const BY_PATHS = "BASE_PATH_MAPPING_ONLY";

/**
 * Throws for certificates that can't be a domain's. AWS asks also that they are of its account; here, where none are issued,
 * templates may name those of another.
 */
function checkCertificates(domain: Domain): void {
  const types = domain.endpointConfiguration?.types ?? [];
  for (const type of ["EDGE", "REGIONAL"] as const) {
    const [arn, name] =
      type === "EDGE"
        ? [domain.certificateArn, domain.certificateName]
        : [domain.regionalCertificateArn, domain.regionalCertificateName];
    if (arn === undefined && name === undefined) continue;
    if (!types.includes(type)) throw badRequest(`Cannot import certificates for ${type} while ${types[0]} is active.`);
    const region = type === "EDGE" ? "us-east-1" : domain.region;
    const given = /^arn:[^:]*:acm:([^:]*):/.exec(arn ?? "")?.[1];
    if (given !== undefined && given !== region)
      throw badRequest(`Invalid certificate ARN: ${arn}. Certificate must be in '${region}'.`);
  }
}

const ONLY = "Only REGIONAL domain names";
const MANAGED = "can be managed through the API Gateway V2 API.";

/** Throws for a domain that the other version of the API has for itself. */
export function checkRegional({ endpointConfiguration, securityPolicy }: Domain): void {
  if (endpointConfiguration?.types?.includes("EDGE")) {
    const advice = "For EDGE domain names, please use the API Gateway V1 API.";
    throw badRequest(
      `${ONLY} ${MANAGED} ${advice} Also note that only REST APIs can be attached to EDGE domain names.`,
    );
  }
  if (securityPolicy === "TLS_1_0") {
    const advice =
      "For TLS 1.0 domain names, please use the API Gateway V1 API to upgrade your security policy to TLS 1.2.";
    const note = "Currently, only REST APIs can be attached to a domain name with a security policy of TLS 1.0.";
    throw badRequest(`${ONLY} with a security policy of TLS 1.2 ${MANAGED} ${advice} ${note}`);
  }
}

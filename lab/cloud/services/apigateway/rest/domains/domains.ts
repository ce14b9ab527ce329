import { badRequest, conflict, notFound } from "../../shared/errors.ts";
import type { Domain } from "../../shared/homes.ts";
import { newId } from "../../shared/ids.ts";
import { checkAccountQuota } from "../../shared/quotas.ts";
import { members, onlyReplaced, type Patchables, patched, types, value } from "../apis/patch.ts";
import { page } from "../apis/record-operations.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { checkDomain } from "./checks.ts";

// A custom domain answers by the Host header of a request, on the lab's own port: certificates are named, and not used.

export const createDomainName: ApiGateway["CreateDomainName"] = (input, context) => {
  const { domainName, certificateBody: _, certificateChain: __, certificatePrivateKey: ___, ...settings } = input;
  const { types: given = ["EDGE"], ipAddressType = "ipv4" } = settings.endpointConfiguration ?? {};
  const usual = { securityPolicy: "TLS_1_2", routingMode: "BASE_PATH_MAPPING_ONLY" };
  const endpointConfiguration = { types: given, ipAddressType };
  const said = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const domain = { ...usual, ...said, ...addressesOf(context), domainName, endpointConfiguration } as Domain;
  return shown(putNewDomain(domain, context));
};

/** Keeps a domain that nobody else has. */
export function putNewDomain(domain: Domain, { cloud, state }: Pick<ApiGatewayContext, "cloud" | "state">): Domain {
  const { domainName } = domain;
  if (!/^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(domainName))
    throw badRequest(`Invalid domain name identifier specified: ${domainName}`);
  checkDomain(domain);
  return cloud.store.write(() => {
    if (state.domains.has(domainName)) throw conflict("The domain name you provided already exists.");
    const { account, region } = domain;
    const own = [...state.domains.values()].filter((one) => one.account === account && one.region === region);
    checkAccountQuota("Domain Names", own.length);
    state.domains.put([domainName], domain);
    cloud.hosts.put([domainName], "apigateway");
    return domain;
  });
}

/** Where a domain's DNS record would point to. */
function addressesOf({ account, region }: ApiGatewayContext) {
  return {
    account,
    region,
    domainNameStatus: "AVAILABLE" as const,
    regionalDomainName: `d-${newId(10)}.execute-api.${region}.amazonaws.com`,
    regionalHostedZoneId: "Z1UJRXOUMOOFQ8",
    distributionDomainName: `d${newId(13)}.cloudfront.net`,
    distributionHostedZoneId: "Z2FDTNDATAQYW2",
  };
}

export const getDomainName: ApiGateway["GetDomainName"] = ({ domainName }, context) =>
  shown(openDomain(domainName, context));

export const getDomainNames: ApiGateway["GetDomainNames"] = (input, context) => {
  const { state, account, region } = context;
  const own = [...state.domains.values()].filter((one) => one.account === account && one.region === region);
  return page(own.map(shown), input);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateDomainName-Patch */
export const DOMAIN_PATCHES: Patchables = {
  certificateArn: value,
  certificateName: value,
  regionalCertificateArn: value,
  regionalCertificateName: value,
  securityPolicy: onlyReplaced(value),
  endpointAccessMode: onlyReplaced(value),
  routingMode: onlyReplaced(value),
  endpointConfiguration: members({ types, ipAddressType: onlyReplaced(value) }),
  mutualTlsAuthentication: members({ truststoreUri: value, truststoreVersion: value }),
  ownershipVerificationCertificateArn: value,
};

export const updateDomainName: ApiGateway["UpdateDomainName"] = ({ domainName, patchOperations }, context) =>
  context.cloud.store.write(() => {
    const { mutualTlsAuthentication: tls, ...others } = patched(
      openDomain(domainName, context),
      patchOperations,
      DOMAIN_PATCHES,
    );
    const after = { ...others, ...(tls?.truststoreUri && { mutualTlsAuthentication: tls }) };
    checkDomain(after);
    context.state.domains.put([domainName], after);
    return shown(after);
  });

export const deleteDomainName: ApiGateway["DeleteDomainName"] = ({ domainName }, context) => {
  removeDomain(domainName, context);
  return {};
};

/** Removes a domain, and what its paths led to. */
export function removeDomain(domainName: string, context: DomainContext): void {
  const { cloud, state } = context;
  cloud.store.write(() => {
    openDomain(domainName, context);
    for (const [key] of [...state.mappings.entries({ under: [domainName] })]) state.mappings.delete(...key);
    state.domains.delete(domainName);
    cloud.hosts.delete(domainName);
  });
}

type DomainContext = Pick<ApiGatewayContext, "cloud" | "state" | "account" | "region">;

/** A domain of the caller's, in the region of the call. */
export function openDomain(domainName: string, { state, account, region }: DomainContext): Domain {
  const domain = state.domains.get(domainName);
  if (domain?.account === account && domain.region === region) return domain;
  throw notFound("Invalid domain name identifier specified");
}

/** A domain has the addresses of the types that it has. */
function shown({ account: _, region: __, ...domain }: Domain) {
  const { regionalDomainName, regionalHostedZoneId, distributionDomainName, distributionHostedZoneId, ...others } =
    domain;
  const has = domain.endpointConfiguration?.types ?? [];
  return {
    ...others,
    ...(has.includes("REGIONAL") && { regionalDomainName, regionalHostedZoneId }),
    ...(has.includes("EDGE") && { distributionDomainName, distributionHostedZoneId }),
  };
}

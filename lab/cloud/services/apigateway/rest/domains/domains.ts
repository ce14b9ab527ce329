import { badRequest, conflict, notFound } from "../../shared/errors.ts";
import type { Domain } from "../../shared/homes.ts";
import { newId } from "../../shared/ids.ts";
import { members, type Patchables, patched, set, value } from "../apis/patch.ts";
import { page } from "../apis/record-operations.ts";
import type { ApiGateway, ApiGatewayContext } from "../state.ts";
import { checkCertificates } from "./checks.ts";

// A custom domain answers by the Host header of a request, on the lab's own port: certificates are named, and not used.

export const createDomainName: ApiGateway["CreateDomainName"] = (input, context) => {
  const { domainName, certificateBody: _, certificateChain: __, certificatePrivateKey: ___, ...settings } = input;
  const endpointConfiguration = settings.endpointConfiguration ?? { types: ["EDGE"] };
  return shown(
    putNewDomain({ ...settings, ...addressesOf(context), domainName, endpointConfiguration } as Domain, context),
  );
};

/** Keeps a domain that nobody else has. */
export function putNewDomain(domain: Domain, { cloud, state }: Pick<ApiGatewayContext, "cloud" | "state">): Domain {
  const { domainName } = domain;
  if (!/^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(domainName))
    throw badRequest(`Invalid domain name identifier specified: ${domainName}`);
  checkCertificates(domain);
  return cloud.store.write(() => {
    if (state.domains.has(domainName)) throw conflict("The domain name you provided already exists.");
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

const PATCHES: Patchables = {
  certificateArn: value,
  certificateName: value,
  regionalCertificateArn: value,
  regionalCertificateName: value,
  securityPolicy: value,
  endpointConfiguration: members({ types: set, ipAddressType: value }),
  mutualTlsAuthentication: members({ truststoreUri: value, truststoreVersion: value }),
  ownershipVerificationCertificateArn: value,
};

export const updateDomainName: ApiGateway["UpdateDomainName"] = ({ domainName, patchOperations }, context) =>
  context.cloud.store.write(() => {
    const after = patched(openDomain(domainName, context), patchOperations, PATCHES);
    checkCertificates(after);
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

function shown({ account: _, region: __, ...domain }: Domain) {
  return domain;
}

import type { DomainNameConfiguration, MutualTlsAuthenticationInput, RoutingMode } from "@aws-sdk/client-apigatewayv2";
import { checkDomain, checkRegional } from "../../rest/domains/checks.ts";
import { openDomain, putNewDomain, removeDomain } from "../../rest/domains/domains.ts";
import { badRequest, conflict, notFound } from "../../shared/errors.ts";
import type { Domain, Mapping } from "../../shared/homes.ts";
import { newId } from "../../shared/ids.ts";
import { page } from "../apis/record-operations.ts";
import type { ApiGatewayV2, V2Context } from "../state.ts";

// Both versions of the API show the same domains, each in its own words.

/** What the other version's functions need. */
function other(context: V2Context) {
  return context as unknown as Parameters<typeof removeDomain>[1];
}

export const createDomainName: ApiGatewayV2["CreateDomainName"] = (input, context) => {
  const { account, region } = context;
  const [configuration = {}] = input.DomainNameConfigurations ?? [];
  const domain: Domain = {
    domainName: input.DomainName,
    account,
    region,
    regionalCertificateArn: configuration.CertificateArn,
    regionalDomainName: `d-${newId(10)}.execute-api.${region}.amazonaws.com`,
    regionalHostedZoneId: "Z1UJRXOUMOOFQ8",
    domainNameStatus: "AVAILABLE",
    endpointConfiguration: {
      types: [configuration.EndpointType ?? "REGIONAL"],
      ipAddressType: configuration.IpAddressType ?? "ipv4",
    },
    securityPolicy: configuration.SecurityPolicy ?? "TLS_1_2",
    tags: input.Tags,
    ...settingsOf(input),
  };
  checkRegional(domain);
  return shown(putNewDomain(domain, other(context)));
};

export const getDomainName: ApiGatewayV2["GetDomainName"] = ({ DomainName }, context) =>
  shown(openDomain(DomainName, other(context)));

export const getDomainNames: ApiGatewayV2["GetDomainNames"] = (input, { state, account, region }) => {
  const own = [...state.domains.values()].filter((one) => one.account === account && one.region === region);
  return page(own.map(shown), input);
};

export const updateDomainName: ApiGatewayV2["UpdateDomainName"] = (input, context) => {
  const { DomainName, DomainNameConfigurations: [configuration = {}] = [] } = input;
  return context.cloud.store.write(() => {
    const before = openDomain(DomainName, other(context));
    const { CertificateArn, SecurityPolicy, EndpointType, IpAddressType } = configuration;
    const { types = [], ...endpoint } = before.endpointConfiguration ?? {};
    const after: Domain = {
      ...before,
      ...settingsOf(input),
      ...(CertificateArn && { regionalCertificateArn: CertificateArn }),
      ...(SecurityPolicy && { securityPolicy: SecurityPolicy }),
      endpointConfiguration: {
        ...endpoint,
        types: EndpointType ? [EndpointType] : types,
        ...(IpAddressType && { ipAddressType: IpAddressType }),
      },
    };
    checkRegional(after);
    checkDomain(after);
    context.state.domains.put([DomainName], after);
    return shown(after);
  });
};

/** What both operations set besides endpoints, in the words of the first version. */
function settingsOf({ MutualTlsAuthentication: tls, RoutingMode }: DomainSettings): Partial<Domain> {
  const { TruststoreUri, TruststoreVersion } = tls ?? {};
  const mutualTlsAuthentication = TruststoreUri
    ? { truststoreUri: TruststoreUri, ...(TruststoreVersion && { truststoreVersion: TruststoreVersion }) }
    : undefined;
  const routingMode = RoutingMode?.replace("API_MAPPING", "BASE_PATH_MAPPING") as Domain["routingMode"];
  return { ...(tls && { mutualTlsAuthentication }), ...(routingMode && { routingMode }) };
}

interface DomainSettings {
  readonly MutualTlsAuthentication?: MutualTlsAuthenticationInput | undefined;
  readonly RoutingMode?: string | undefined;
}

export const deleteDomainName: ApiGatewayV2["DeleteDomainName"] = ({ DomainName }, context) => {
  removeDomain(DomainName, other(context));
  return {};
};

function shown(domain: Domain) {
  const configuration: DomainNameConfiguration = {
    ApiGatewayDomainName: domain.regionalDomainName,
    CertificateArn: domain.regionalCertificateArn ?? domain.certificateArn,
    DomainNameStatus: "AVAILABLE",
    EndpointType: domain.endpointConfiguration?.types?.[0] as "REGIONAL",
    HostedZoneId: domain.regionalHostedZoneId,
    SecurityPolicy: domain.securityPolicy as "TLS_1_2",
    IpAddressType: domain.endpointConfiguration?.ipAddressType,
  };
  const { truststoreUri: TruststoreUri, truststoreVersion: TruststoreVersion } = domain.mutualTlsAuthentication ?? {};
  return {
    DomainName: domain.domainName,
    ApiMappingSelectionExpression: "$request.basepath",
    DomainNameConfigurations: [configuration],
    RoutingMode: (domain.routingMode ?? "API_MAPPING_ONLY").replace("BASE_PATH_MAPPING", "API_MAPPING") as RoutingMode,
    ...(TruststoreUri && { MutualTlsAuthentication: { TruststoreUri, TruststoreVersion } }),
    Tags: domain.tags,
  };
}

export const createApiMapping: ApiGatewayV2["CreateApiMapping"] = (input, context) => {
  const { DomainName, ApiId, Stage, ApiMappingKey = "" } = input;
  const { cloud, state } = context;
  return cloud.store.write(() => {
    checkRegional(openDomain(DomainName, other(context)));
    const mapping = checked({ id: newId(6), basePath: ApiMappingKey, restApiId: ApiId, stage: Stage }, context);
    if (state.mappings.has(DomainName, ApiMappingKey))
      throw conflict("ApiMapping key already exists for this domain name");
    state.mappings.put([DomainName, ApiMappingKey], mapping);
    return shownMapping(mapping);
  });
};

export const getApiMapping: ApiGatewayV2["GetApiMapping"] = ({ DomainName, ApiMappingId }, context) =>
  shownMapping(openMapping(DomainName, ApiMappingId, context));

export const getApiMappings: ApiGatewayV2["GetApiMappings"] = (input, context) => {
  checkRegional(openDomain(input.DomainName, other(context)));
  return page([...context.state.mappings.values({ under: [input.DomainName] })].map(shownMapping), input);
};

export const updateApiMapping: ApiGatewayV2["UpdateApiMapping"] = (input, context) => {
  const { DomainName, ApiMappingId, ApiId, Stage, ApiMappingKey } = input;
  const { cloud, state } = context;
  return cloud.store.write(() => {
    const before = openMapping(DomainName, ApiMappingId, context);
    const basePath = ApiMappingKey ?? before.basePath;
    const after = checked(
      { ...before, basePath, restApiId: ApiId, ...(Stage !== undefined && { stage: Stage }) },
      context,
    );
    if (basePath !== before.basePath && state.mappings.has(DomainName, basePath))
      throw conflict("ApiMapping key already exists for this domain name");
    state.mappings.delete(DomainName, before.basePath);
    state.mappings.put([DomainName, basePath], after);
    return shownMapping(after);
  });
};

export const deleteApiMapping: ApiGatewayV2["DeleteApiMapping"] = ({ DomainName, ApiMappingId }, context) => {
  const { cloud, state } = context;
  cloud.store.write(() => state.mappings.delete(DomainName, openMapping(DomainName, ApiMappingId, context).basePath));
  return {};
};

function openMapping(domain: string, id: string, context: V2Context): Mapping {
  checkRegional(openDomain(domain, other(context)));
  for (const mapping of context.state.mappings.values({ under: [domain] })) if (mapping.id === id) return mapping;
  throw notFound("Invalid API mapping identifier specified");
}

/** REST APIs may be mapped so, too. */
function checked(mapping: Mapping, context: V2Context): Mapping {
  const { state, account } = context;
  if (/^\/|\/\//.test(mapping.basePath))
    throw badRequest("API mapping key should not start with a '/' or have consecutive '/'s.");
  if (!/^[\w$.+!*'()/-]*$/.test(mapping.basePath))
    throw badRequest("An ApiMapping key may contain only letters, numbers and one of $-_.+!*'()");
  const home = state.homes.get(mapping.restApiId);
  if (home?.account !== account) throw notFound("Invalid API identifier specified");
  if (home.region !== context.region) throw notFound("Invalid API identifier specified");
  const stages = home.protocol === "REST" ? state.restStages : state.stages;
  if (!stages.has(account, context.region, mapping.restApiId, mapping.stage ?? ""))
    throw badRequest("Invalid stage identifier specified");
  return mapping;
}

function shownMapping({ id, basePath, restApiId, stage }: Mapping) {
  return { ApiMappingId: id, ApiMappingKey: basePath, ApiId: restApiId, Stage: stage };
}

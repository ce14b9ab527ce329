import { allTagsByKey, type Tag } from "../../../../service/resource-tags.ts";
import type { ResourceProvider } from "../../../../service/service.ts";
import { patchesBetween } from "../apis/patch.ts";
import { DOMAIN_PATCHES } from "../domains/domains.ts";
import { retag, typed, unlessGone } from "./properties.ts";

interface DomainProperties {
  readonly DomainName: string;
  readonly Tags?: readonly Tag[];
}

const domainName: ResourceProvider<DomainProperties> = {
  replacedBy: ["DomainName"],
  async create(properties, context) {
    const { DomainName: name } = properties;
    const made = await context.call.apigateway.CreateDomainName({
      ...settingsOf(properties),
      domainName: name,
      tags: allTagsByKey(properties.Tags, context),
    });
    return { id: name, attributes: attributesOf(made) };
  },
  async update(name, properties, previous, context) {
    const patchOperations = patchesBetween(settingsOf(previous), settingsOf(properties), DOMAIN_PATCHES);
    const { apigateway } = context.call;
    await apigateway.UpdateDomainName({ domainName: name, patchOperations });
    await retag(`/domainnames/${name}`, previous.Tags, properties.Tags, context);
    return { id: name, attributes: attributesOf(await apigateway.GetDomainName({ domainName: name })) };
  },
  delete: (name, _properties, { call }) => unlessGone(call.apigateway.DeleteDomainName({ domainName: name })),
};

function settingsOf(properties: DomainProperties): Record<string, unknown> {
  return typed(properties, DOMAIN_PATCHES);
}

function attributesOf(domain: Record<string, unknown>) {
  return {
    DistributionDomainName: domain.distributionDomainName,
    DistributionHostedZoneId: domain.distributionHostedZoneId,
    RegionalDomainName: domain.regionalDomainName,
    RegionalHostedZoneId: domain.regionalHostedZoneId,
  };
}

interface MappingProperties {
  readonly DomainName: string;
  readonly BasePath?: string;
  readonly RestApiId?: string;
  readonly Stage?: string;
}

const basePathMapping: ResourceProvider<MappingProperties> = {
  replacedBy: ["DomainName", "BasePath"],
  async create({ DomainName, BasePath: basePath, RestApiId: restApiId = "", Stage: stage }, { call }) {
    await call.apigateway.CreateBasePathMapping({ domainName: DomainName, basePath, restApiId, stage });
    return { id: `${DomainName}|${basePath ?? ""}` };
  },
  async update(id, { DomainName, BasePath: basePath, RestApiId: restApiId = "", Stage = "" }, _previous, { call }) {
    const patchOperations = [
      { op: "replace" as const, path: "/restapiId", value: restApiId },
      { op: "replace" as const, path: "/stage", value: Stage },
    ];
    const at = { domainName: DomainName, basePath: basePath || "(none)" };
    await call.apigateway.UpdateBasePathMapping({ ...at, patchOperations });
    return { id };
  },
  delete: (_id, { DomainName, BasePath }, { call }) =>
    unlessGone(call.apigateway.DeleteBasePathMapping({ domainName: DomainName, basePath: BasePath || "(none)" })),
};

export const resources: Record<string, ResourceProvider> = {
  "AWS::ApiGateway::BasePathMapping": basePathMapping,
  "AWS::ApiGateway::DomainName": domainName,
};

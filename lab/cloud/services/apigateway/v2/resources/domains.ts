import type { DomainNameConfiguration, MutualTlsAuthenticationInput, RoutingMode } from "@aws-sdk/client-apigatewayv2";
import type { ResourceProvider } from "../../../../service/service.ts";
import { retag, tagsOf, unlessGone } from "./properties.ts";

interface DomainProperties {
  readonly DomainName: string;
  readonly DomainNameConfigurations?: readonly DomainNameConfiguration[];
  readonly MutualTlsAuthentication?: MutualTlsAuthenticationInput;
  readonly RoutingMode?: RoutingMode;
  readonly Tags?: Record<string, string>;
}

const domainName: ResourceProvider<DomainProperties> = {
  replacedBy: ["DomainName"],
  async create(properties, context) {
    const {
      DomainName,
      DomainNameConfigurations: configurations = [],
      MutualTlsAuthentication,
      RoutingMode,
    } = properties;
    const made = await context.call.apigatewayv2.CreateDomainName({
      DomainName,
      DomainNameConfigurations: [...configurations],
      MutualTlsAuthentication,
      RoutingMode,
      Tags: tagsOf(context, properties.Tags),
    });
    return { id: DomainName, attributes: attributesOf(made) };
  },
  async update(DomainName, properties, previous, context) {
    const { DomainNameConfigurations: configurations = [], RoutingMode } = properties;
    // Without a truststore a domain asks for no certificates.
    const MutualTlsAuthentication = properties.MutualTlsAuthentication ?? { TruststoreUri: "" };
    const input = {
      DomainName,
      DomainNameConfigurations: [...configurations],
      MutualTlsAuthentication,
      RoutingMode: RoutingMode ?? "API_MAPPING_ONLY",
    };
    const changed = await context.call.apigatewayv2.UpdateDomainName(input);
    await retag(`/domainnames/${DomainName}`, previous.Tags, properties.Tags, context);
    return { id: DomainName, attributes: attributesOf(changed) };
  },
  delete: (DomainName, _properties, { call }) => unlessGone(call.apigatewayv2.DeleteDomainName({ DomainName })),
};

function attributesOf({
  DomainNameConfigurations: [first = {}] = [],
}: {
  DomainNameConfigurations?: DomainNameConfiguration[] | undefined;
}) {
  return { RegionalDomainName: first.ApiGatewayDomainName, RegionalHostedZoneId: first.HostedZoneId };
}

interface MappingProperties {
  readonly ApiId: string;
  readonly DomainName: string;
  readonly Stage: string;
  readonly ApiMappingKey?: string;
}

const apiMapping: ResourceProvider<MappingProperties> = {
  replacedBy: ["DomainName"],
  async create({ ApiId, DomainName, Stage, ApiMappingKey }, { call }) {
    const { ApiMappingId = "" } = await call.apigatewayv2.CreateApiMapping({ ApiId, DomainName, Stage, ApiMappingKey });
    return { id: ApiMappingId, attributes: { ApiMappingId } };
  },
  async update(ApiMappingId, { ApiId, DomainName, Stage, ApiMappingKey = "" }, _previous, { call }) {
    await call.apigatewayv2.UpdateApiMapping({ ApiId, DomainName, Stage, ApiMappingKey, ApiMappingId });
    return { id: ApiMappingId, attributes: { ApiMappingId } };
  },
  delete: (ApiMappingId, { DomainName }, { call }) =>
    unlessGone(call.apigatewayv2.DeleteApiMapping({ DomainName, ApiMappingId })),
};

export const resources: Record<string, ResourceProvider> = {
  "AWS::ApiGatewayV2::ApiMapping": apiMapping,
  "AWS::ApiGatewayV2::DomainName": domainName,
};

import { isDeepStrictEqual } from "node:util";
import type { AliasRoutingConfiguration, CreateAliasRequest } from "@aws-sdk/client-lambda";
import type { ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./gone.ts";
import { type ProvisionedProperties, provision } from "./provisioned.ts";

interface AliasProperties
  extends Omit<CreateAliasRequest, "RoutingConfig" | "FunctionName" | "Name">,
    ProvisionedProperties {
  readonly FunctionName: string;
  readonly Name: string;
  readonly RoutingConfig?: {
    readonly AdditionalVersionWeights?: readonly {
      readonly FunctionVersion: string;
      readonly FunctionWeight: number;
    }[];
  };
}

/** `AWS::Lambda::Alias`. */
export const alias: ResourceProvider<AliasProperties> = {
  replacedBy: ["FunctionName", "Name"],

  async create(properties, { call, initiated }) {
    const { AliasArn = "" } = await call.lambda.CreateAlias(inputOf(properties));
    initiated(AliasArn);
    if (properties.ProvisionedConcurrencyConfig)
      await provision(properties.FunctionName, properties.Name, properties, call);
    return { id: AliasArn, attributes: { AliasArn } };
  },

  async update(id, properties, previous, { call }) {
    await call.lambda.UpdateAlias(inputOf(properties));
    if (!isDeepStrictEqual(properties.ProvisionedConcurrencyConfig, previous.ProvisionedConcurrencyConfig)) {
      await provision(properties.FunctionName, properties.Name, properties, call);
    }
    return { id, attributes: { AliasArn: id } };
  },

  async delete(_id, { FunctionName, Name }, { call }) {
    await call.lambda.DeleteAlias({ FunctionName, Name }).catch(unlessGone);
  },
};

function inputOf({ FunctionName, Name, FunctionVersion, Description = "", RoutingConfig }: AliasProperties) {
  return { FunctionName, Name, FunctionVersion, Description, RoutingConfig: routingOf(RoutingConfig) };
}

/** The template lists the weights; the API has them by version. */
function routingOf({
  AdditionalVersionWeights = [],
}: AliasProperties["RoutingConfig"] = {}): AliasRoutingConfiguration {
  const weights = AdditionalVersionWeights.map(({ FunctionVersion, FunctionWeight }) => [
    FunctionVersion,
    FunctionWeight,
  ]);
  return { AdditionalVersionWeights: Object.fromEntries(weights) };
}

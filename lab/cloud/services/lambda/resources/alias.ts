import type { AliasRoutingConfiguration, CreateAliasRequest } from "@aws-sdk/client-lambda";
import type { ResourceProvider } from "../../../service.ts";
import { unlessGone } from "./gone.ts";

interface AliasProperties extends Omit<CreateAliasRequest, "RoutingConfig" | "FunctionName" | "Name"> {
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

  async create(properties, { call }) {
    const { AliasArn = "" } = await call.lambda.CreateAlias(inputOf(properties));
    return { id: AliasArn, attributes: { AliasArn } };
  },

  async update(id, properties, _previous, { call }) {
    await call.lambda.UpdateAlias(inputOf(properties));
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

import type { CreateFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./gone.ts";

interface UrlProperties extends Omit<CreateFunctionUrlConfigRequest, "FunctionName"> {
  readonly TargetFunctionArn: string;
}

/** `AWS::Lambda::Url`. */
export const url: ResourceProvider<UrlProperties> = {
  replacedBy: ["TargetFunctionArn", "Qualifier"],

  async create(properties, { call }) {
    const { FunctionUrl, FunctionArn = "" } = await call.lambda.CreateFunctionUrlConfig(inputOf(properties));
    return { id: FunctionArn, attributes: { FunctionArn, FunctionUrl } };
  },

  async update(_id, properties, _previous, { call }) {
    const { Cors = {}, InvokeMode = "BUFFERED", ...input } = inputOf(properties);
    const updated = await call.lambda.UpdateFunctionUrlConfig({ ...input, Cors, InvokeMode });
    const { FunctionUrl, FunctionArn = "" } = updated;
    return { id: FunctionArn, attributes: { FunctionArn, FunctionUrl } };
  },

  async delete(_id, { TargetFunctionArn, Qualifier }, { call }) {
    await call.lambda.DeleteFunctionUrlConfig({ FunctionName: TargetFunctionArn, Qualifier }).catch(unlessGone);
  },
};

function inputOf({ TargetFunctionArn: FunctionName, Qualifier, AuthType, Cors, InvokeMode }: UrlProperties) {
  return { FunctionName, Qualifier, AuthType, Cors, InvokeMode };
}

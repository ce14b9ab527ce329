import type { PutFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { Clients } from "../../../cloud.ts";
import type { ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./gone.ts";

type EventInvokeProperties = Omit<PutFunctionEventInvokeConfigRequest, "FunctionName" | "Qualifier"> & {
  readonly FunctionName: string;
  readonly Qualifier: string;
};

/** `AWS::Lambda::EventInvokeConfig`. */
export const eventInvokeConfig: ResourceProvider<EventInvokeProperties> = {
  replacedBy: ["FunctionName", "Qualifier"],

  async create(properties, { call }) {
    await put(properties, call);
    return { id: `${properties.FunctionName}|${properties.Qualifier}` };
  },

  async update(id, properties, _previous, { call }) {
    await put(properties, call);
    return { id };
  },

  async delete(_id, { FunctionName, Qualifier }, { call }) {
    await call.lambda.DeleteFunctionEventInvokeConfig({ FunctionName, Qualifier }).catch(unlessGone);
  },
};

/** A template may leave everything out, which is what there is by default. */
async function put(properties: EventInvokeProperties, { lambda }: Clients): Promise<void> {
  const {
    FunctionName,
    Qualifier,
    MaximumRetryAttempts,
    MaximumEventAgeInSeconds,
    DestinationConfig = {},
  } = properties;
  const settings = { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig };
  await lambda.PutFunctionEventInvokeConfig({ FunctionName, Qualifier, ...settings });
}

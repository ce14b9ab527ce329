import type { AddPermissionRequest } from "@aws-sdk/client-lambda";
import type { ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./gone.ts";

type PermissionProperties = Omit<AddPermissionRequest, "StatementId" | "FunctionName"> & {
  readonly FunctionName: string;
};

/** `AWS::Lambda::Permission`. */
export const permission: ResourceProvider<PermissionProperties> = {
  replacedBy: "*",

  async create(properties, context) {
    const StatementId = context.name(100);
    // A template may write it as text.
    const InvokedViaFunctionUrl = String(properties.InvokedViaFunctionUrl) === "true";
    await context.call.lambda.AddPermission({ ...properties, StatementId, InvokedViaFunctionUrl });
    return { id: StatementId };
  },

  async delete(StatementId, { FunctionName }, { call }) {
    await call.lambda.RemovePermission({ FunctionName, StatementId }).catch(unlessGone);
  },
};

import type { ResourceProvider } from "../../../service.ts";
import { lambdaFunction } from "./function.ts";
import { permission } from "./permission.ts";

/** Lambda's CloudFormation types. */
export const resources: Record<string, ResourceProvider> = {
  "AWS::Lambda::Function": lambdaFunction,
  "AWS::Lambda::Permission": permission,
};

import type { ResourceProvider } from "../../../service/service.ts";
import { alias } from "./alias.ts";
import { codeSigningConfig } from "./code-signing-config.ts";
import { eventInvokeConfig } from "./event-invoke-config.ts";
import { eventSourceMapping } from "./event-source-mapping.ts";
import { lambdaFunction } from "./function.ts";
import { layerVersion, layerVersionPermission } from "./layer-version.ts";
import { permission } from "./permission.ts";
import { url } from "./url.ts";
import { version } from "./version.ts";

/** Lambda's CloudFormation types. */
export const resources: Record<string, ResourceProvider> = {
  "AWS::Lambda::Alias": alias,
  "AWS::Lambda::CodeSigningConfig": codeSigningConfig,
  "AWS::Lambda::EventInvokeConfig": eventInvokeConfig,
  "AWS::Lambda::EventSourceMapping": eventSourceMapping,
  "AWS::Lambda::Function": lambdaFunction,
  "AWS::Lambda::LayerVersion": layerVersion,
  "AWS::Lambda::LayerVersionPermission": layerVersionPermission,
  "AWS::Lambda::Permission": permission,
  "AWS::Lambda::Url": url,
  "AWS::Lambda::Version": version,
};

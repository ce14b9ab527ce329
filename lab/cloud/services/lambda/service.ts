import { stored } from "../../service/coverage.ts";
import { defineService } from "../../service/service.ts";
import { amended } from "../../wire/constraints.ts";
import { access } from "./access.ts";
import { audit } from "./audit.ts";
import { constraints } from "./constraints.ts";
import { getAccountSettings } from "./functions/account.ts";
import * as aliases from "./functions/aliases.ts";
import * as codeSigning from "./functions/code-signing.ts";
import * as concurrency from "./functions/concurrency.ts";
import * as eventConfigs from "./functions/event-invoke-configs.ts";
import * as functions from "./functions/functions.ts";
import { limits } from "./functions/limits.ts";
import * as permissions from "./functions/permissions.ts";
import * as provisioned from "./functions/provisioned.ts";
import { acrossAccounts } from "./functions/sharing.ts";
import * as settings from "./functions/stored-settings.ts";
import * as tags from "./functions/tags.ts";
import * as updates from "./functions/updates.ts";
import * as versions from "./functions/versions.ts";
import { invoke } from "./invocation/invoke.ts";
import { invokeWithResponseStream } from "./invocation/invoke-streaming.ts";
import * as layers from "./layers/layers.ts";
import * as layerPermissions from "./layers/permissions.ts";
import * as mappings from "./mappings/mappings.ts";
import { LambdaState } from "./state.ts";
import { target } from "./target.ts";
import * as urls from "./urls/configs.ts";
import { serve } from "./urls/serve.ts";

/**
 * AWS Lambda.
 *
 * Known gaps: of container images, those run that the lab built itself (lab/docker). Functions of runtimes other than nodejs, python3
 * and provided can be created, and say at their invocation that they can't run.
 * /tmp itself is the host's: temporary files belong where TMPDIR says. Where the host has no /proc, memory is neither limited
 * nor reported.
 */
export const service = defineService("lambda", {
  sdk: () => import("@aws-sdk/client-lambda"),
  constraints: amended(
    constraints,
    {
      // How long a new name may be depends on its form (functions/functions.ts).
      NewFunctionName: { ...constraints.shapes.FunctionName, length: [1, null] },
      // The model's larger ones are those of functions on managed instances.
      // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
      MemorySize: { range: [128, 10_240] },
      Timeout: { range: [1, 900] },
      // Runtimes are refused with an error of another kind (functions/settings.ts).
      Runtime: {},
      // NUL can't be in a variable of an environment, which is where a handler travels.
      Handler: { length: [0, 128], pattern: "[^\\s\\x00]+" },
      // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
      DestinationArn: {
        length: [0, 350],
        pattern: "|arn:(aws[a-zA-Z0-9-]*):(lambda|sqs|sns|events|s3):([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.+)",
      },
    },
    { CreateFunctionRequest: { FunctionName: "NewFunctionName" } },
  ),
  state: LambdaState,
  end: (account, state) => state.end(account),
  forget: (account, state) => state.forget(account),
  close: (state) => state.close(),
  serve: async (exchange, state, cloud) =>
    (await state.downloads.serve(exchange)) || (await serve(exchange, state, cloud)),
  resources: async () => (await import("./resources/index.ts")).resources,
  access,
  audit,
  target,
  limits,
  storedSettings: [
    "VpcConfig",
    "FileSystemConfigs",
    "TracingConfig",
    "KMSKeyArn",
    "MetricsConfig",
    "LoggingConfig of event source mappings",
    "ProvisionedPollerConfig",
    "SnapStart",
    "EphemeralStorage",
    "Architectures",
  ],
  operations: acrossAccounts({
    CreateFunction: functions.createFunction,
    GetFunction: functions.getFunction,
    GetFunctionConfiguration: functions.getFunctionConfiguration,
    ListFunctions: functions.listFunctions,
    DeleteFunction: functions.deleteFunction,
    UpdateFunctionCode: updates.updateFunctionCode,
    UpdateFunctionConfiguration: updates.updateFunctionConfiguration,

    PublishVersion: versions.publishVersion,
    ListVersionsByFunction: versions.listVersionsByFunction,
    CreateAlias: aliases.createAlias,
    UpdateAlias: aliases.updateAlias,
    GetAlias: aliases.getAlias,
    ListAliases: aliases.listAliases,
    DeleteAlias: aliases.deleteAlias,

    PublishLayerVersion: layers.publishLayerVersion,
    GetLayerVersion: layers.getLayerVersion,
    GetLayerVersionByArn: layers.getLayerVersionByArn,
    ListLayers: layers.listLayers,
    ListLayerVersions: layers.listLayerVersions,
    DeleteLayerVersion: layers.deleteLayerVersion,
    AddLayerVersionPermission: layerPermissions.addLayerVersionPermission,
    RemoveLayerVersionPermission: layerPermissions.removeLayerVersionPermission,
    GetLayerVersionPolicy: layerPermissions.getLayerVersionPolicy,

    CreateFunctionUrlConfig: urls.createFunctionUrlConfig,
    UpdateFunctionUrlConfig: urls.updateFunctionUrlConfig,
    GetFunctionUrlConfig: urls.getFunctionUrlConfig,
    ListFunctionUrlConfigs: urls.listFunctionUrlConfigs,
    DeleteFunctionUrlConfig: urls.deleteFunctionUrlConfig,

    Invoke: invoke,
    InvokeWithResponseStream: invokeWithResponseStream,

    PutFunctionEventInvokeConfig: eventConfigs.putFunctionEventInvokeConfig,
    UpdateFunctionEventInvokeConfig: eventConfigs.updateFunctionEventInvokeConfig,
    GetFunctionEventInvokeConfig: eventConfigs.getFunctionEventInvokeConfig,
    ListFunctionEventInvokeConfigs: eventConfigs.listFunctionEventInvokeConfigs,
    DeleteFunctionEventInvokeConfig: eventConfigs.deleteFunctionEventInvokeConfig,

    PutFunctionConcurrency: concurrency.putFunctionConcurrency,
    GetFunctionConcurrency: concurrency.getFunctionConcurrency,
    DeleteFunctionConcurrency: concurrency.deleteFunctionConcurrency,

    CreateEventSourceMapping: mappings.createEventSourceMapping,
    UpdateEventSourceMapping: mappings.updateEventSourceMapping,
    GetEventSourceMapping: mappings.getEventSourceMapping,
    ListEventSourceMappings: mappings.listEventSourceMappings,
    DeleteEventSourceMapping: mappings.deleteEventSourceMapping,

    PutProvisionedConcurrencyConfig: provisioned.putProvisionedConcurrencyConfig,
    GetProvisionedConcurrencyConfig: provisioned.getProvisionedConcurrencyConfig,
    ListProvisionedConcurrencyConfigs: provisioned.listProvisionedConcurrencyConfigs,
    DeleteProvisionedConcurrencyConfig: provisioned.deleteProvisionedConcurrencyConfig,
    GetAccountSettings: getAccountSettings,

    PutFunctionRecursionConfig: stored(settings.putFunctionRecursionConfig),
    GetFunctionRecursionConfig: settings.getFunctionRecursionConfig,
    PutRuntimeManagementConfig: stored(settings.putRuntimeManagementConfig),
    GetRuntimeManagementConfig: settings.getRuntimeManagementConfig,

    CreateCodeSigningConfig: stored(codeSigning.createCodeSigningConfig),
    UpdateCodeSigningConfig: stored(codeSigning.updateCodeSigningConfig),
    GetCodeSigningConfig: codeSigning.getCodeSigningConfig,
    ListCodeSigningConfigs: codeSigning.listCodeSigningConfigs,
    DeleteCodeSigningConfig: stored(codeSigning.deleteCodeSigningConfig),
    PutFunctionCodeSigningConfig: stored(codeSigning.putFunctionCodeSigningConfig),
    GetFunctionCodeSigningConfig: codeSigning.getFunctionCodeSigningConfig,
    DeleteFunctionCodeSigningConfig: stored(codeSigning.deleteFunctionCodeSigningConfig),
    ListFunctionsByCodeSigningConfig: codeSigning.listFunctionsByCodeSigningConfig,

    AddPermission: permissions.addPermission,
    RemovePermission: permissions.removePermission,
    GetPolicy: permissions.getPolicy,

    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    ListTags: tags.listTags,
  }),
});

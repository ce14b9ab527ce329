import {
  type CreateFunctionRequest,
  type FunctionConfiguration,
  type LoggingConfig,
  Runtime as Runtimes,
  type UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import { accessDenied, invalidParameter } from "../errors.ts";
import { attached } from "../layers/attached.ts";
import type { LayerVersionRecord } from "../records.ts";
import { runtimeVersionOf } from "./runtime-version.ts";

/** What CreateFunction and UpdateFunctionConfiguration have in common. */
type Settings = Omit<UpdateFunctionConfigurationRequest, "FunctionName"> &
  Pick<CreateFunctionRequest, "Architectures" | "PackageType">;

/** All variables of a function together, in bytes of their JSON. */
const MAX_ENVIRONMENT = 4096;

/** Variables that the platform sets itself. */
const RESERVED = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);

/** The configuration of a new function before its settings are applied. */
export function defaults(FunctionName: string): FunctionConfiguration {
  return {
    Description: "",
    Timeout: 3,
    MemorySize: 128,
    PackageType: "Zip",
    Architectures: ["x86_64"],
    TracingConfig: { Mode: "PassThrough" },
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${FunctionName}` },
  };
}

/** Settings that are kept as they are given. */
const PLAIN = [
  "Architectures",
  "DeadLetterConfig",
  "Description",
  "EphemeralStorage",
  "FileSystemConfigs",
  "Handler",
  "KMSKeyArn",
  "MemorySize",
  "PackageType",
  "Role",
  "Runtime",
  "Timeout",
  "TracingConfig",
] as const;

/** Applies settings and layers to a function's configuration; what is not given stays. Throws AWS's errors for what it refuses. */
export function configure<C extends FunctionConfiguration>(
  before: C,
  settings: Settings,
  layers: readonly LayerVersionRecord[] | undefined,
  account: string,
): C {
  check(settings, account);
  const { Environment, VpcConfig, SnapStart, LoggingConfig, ImageConfig } = settings;
  const given = PLAIN.filter((member) => settings[member] !== undefined);
  const after = { ...before, ...Object.fromEntries(given.map((member) => [member, settings[member]])) };
  // Given without variables, it is answered as it is.
  if (Environment) after.Environment = { Variables: Environment.Variables ?? {} };
  const [, , , region = ""] = after.FunctionArn?.split(":") ?? [];
  if (after.Runtime) after.RuntimeVersionConfig = runtimeVersionOf(after.Runtime, region);
  if (after.DeadLetterConfig?.TargetArn === "") delete after.DeadLetterConfig;
  if (ImageConfig) after.ImageConfigResponse = { ImageConfig };
  if (layers) delete after.Layers;
  if (layers?.length) after.Layers = attached(layers);
  if (VpcConfig) after.VpcConfig = { SubnetIds: [], SecurityGroupIds: [], ...VpcConfig, VpcId: "" };
  if (SnapStart) after.SnapStart = { ApplyOn: SnapStart.ApplyOn, OptimizationStatus: "Off" };
  if (LoggingConfig) after.LoggingConfig = loggingOf({ ...before.LoggingConfig, ...LoggingConfig });
  return after;
}

function check({ Role, Runtime, Environment }: Settings, account: string): void {
  if (Role && Role.split(":")[4] !== account) throw accessDenied("Cross-account pass role is not allowed.");
  if (Runtime !== undefined) checkRuntime(Runtime);
  if (Environment?.Variables) checkVariables(Environment.Variables);
}

/** Levels belong to the JSON format, which has them in any case. */
function loggingOf({ LogFormat, LogGroup, ApplicationLogLevel, SystemLogLevel }: LoggingConfig): LoggingConfig {
  if (LogFormat !== "JSON") return { LogFormat, LogGroup };
  return {
    LogFormat,
    LogGroup,
    ApplicationLogLevel: ApplicationLogLevel ?? "INFO",
    SystemLogLevel: SystemLogLevel ?? "INFO",
  };
}

function checkRuntime(runtime: string): void {
  const known: string[] = Object.values(Runtimes);
  if (known.includes(runtime)) return;
  const set = `Member must satisfy enum value set: [${known.join(", ")}] or be a valid ARN`;
  throw invalidParameter(`Value ${runtime} at 'runtime' failed to satisfy constraint: ${set}`);
}

function checkVariables(variables: Record<string, string>): void {
  const names = Object.keys(variables);
  const problem =
    "Lambda was unable to configure your environment variables because the environment variables you have provided";
  const reserved = names.filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    const used = `Reserved keys used in this request: ${reserved.join(", ")}`;
    throw invalidParameter(
      `${problem} contains reserved keys that are currently not supported for modification. ${used}`,
    );
  }
  const withNul = names.filter((name) => variables[name]?.includes("\0"));
  if (withNul.length > 0) {
    throw invalidParameter(`${problem} contains values with the character NUL: ${withNul.join(", ")}`);
  }
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > MAX_ENVIRONMENT) {
    throw invalidParameter(`${problem} exceeded the 4KB limit. String measured: ${measured}`);
  }
}

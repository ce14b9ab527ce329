import { isDeepStrictEqual } from "node:util";
import type {
  CreateFunctionRequest,
  FunctionCode,
  RecursiveLoop,
  UpdateFunctionConfigurationRequest,
  UpdateRuntimeOn,
} from "@aws-sdk/client-lambda";
import { allTagsByKey } from "../../../service/resource-tags.ts";
import type { ResourceContext, ResourceProvider } from "../../../service/service.ts";
import { inlineArchive } from "../code/inline-code.ts";
import { unlessGone } from "./gone.ts";
import { retag } from "./tags.ts";

interface FunctionProperties extends Omit<CreateFunctionRequest, "FunctionName" | "Code" | "KMSKeyArn" | "Tags"> {
  readonly FunctionName?: string;
  /** Code that is written in the template is text, not an archive. */
  readonly Code: Omit<FunctionCode, "ZipFile"> & { readonly ZipFile?: string };
  readonly KmsKeyArn?: string;
  readonly ReservedConcurrentExecutions?: number;
  readonly RecursiveLoop?: RecursiveLoop;
  readonly RuntimeManagementConfig?: { readonly UpdateRuntimeOn: UpdateRuntimeOn; readonly RuntimeVersionArn?: string };
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** `AWS::Lambda::Function`. */
export const lambdaFunction: ResourceProvider<FunctionProperties> = {
  replacedBy: ["FunctionName", "PackageType"],

  async create(properties, context) {
    const { Architectures, PackageType, ReservedConcurrentExecutions } = properties;
    const { FunctionArn, FunctionName = "" } = await context.call.lambda.CreateFunction({
      ...settingsOf(properties),
      FunctionName: properties.FunctionName ?? context.name(64),
      Code: await codeOf(properties),
      Architectures,
      PackageType,
      Tags: allTagsByKey(properties.Tags, context),
    });
    context.initiated(FunctionName);
    if (ReservedConcurrentExecutions !== undefined) await reserve(FunctionName, properties, context);
    await keepSettings(FunctionName, properties, {}, context);
    return { id: FunctionName, attributes: { Arn: FunctionArn } };
  },

  async update(FunctionName, properties, previous, context) {
    const { lambda } = context.call;
    const changed = (...members: (keyof FunctionProperties)[]) =>
      members.some((member) => !isDeepStrictEqual(properties[member], previous[member]));
    if (changed("Code", "Architectures")) {
      const { Architectures } = properties;
      await lambda.UpdateFunctionCode({ FunctionName, Architectures, ...(await codeOf(properties)) });
    }
    const { FunctionArn = "" } = await lambda.UpdateFunctionConfiguration({
      FunctionName,
      ...settingsOf(properties, previous),
    });
    if (changed("ReservedConcurrentExecutions")) await reserve(FunctionName, properties, context);
    await keepSettings(FunctionName, properties, previous, context);
    await retag(FunctionArn, allTagsByKey(properties.Tags, context), context);
    return { id: FunctionName, attributes: { Arn: FunctionArn } };
  },

  async read(FunctionName, { call }) {
    const found = await call.lambda.GetFunctionConfiguration({ FunctionName }).catch(unlessGone);
    if (!found) return undefined;
    const { Architectures, Description, Handler, MemorySize, PackageType, Role, Runtime, Timeout } = found;
    const settings = { Architectures, Description, Handler, MemorySize, PackageType, Role, Runtime, Timeout };
    const Environment = found.Environment && { Variables: found.Environment.Variables };
    return { properties: { ...settings, FunctionName, Environment }, attributes: { Arn: found.FunctionArn } };
  },

  async delete(FunctionName, _properties, { call }) {
    await call.lambda.DeleteFunction({ FunctionName }).catch(unlessGone);
  },
};

/** All settings, those that the template leaves out with their defaults: an update may have removed them. */
function settingsOf(properties: FunctionProperties, previous?: FunctionProperties) {
  const { Description = "", Timeout = 3, MemorySize = 128, Environment, KmsKeyArn, ...others } = properties;
  const { Role, Handler, Runtime, VpcConfig, DeadLetterConfig, FileSystemConfigs, ImageConfig, Layers, LoggingConfig } =
    others;
  const variables = Object.entries(Environment?.Variables ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    Role,
    Handler,
    Runtime,
    Description,
    Timeout: Number(Timeout),
    MemorySize: Number(MemorySize),
    // Without variables, there is an environment for those alone who wrote one.
    ...((Environment || previous?.Environment) && {
      Environment: { Variables: Object.fromEntries(variables) as Record<string, string> },
    }),
    TracingConfig: others.TracingConfig ?? { Mode: "PassThrough" },
    EphemeralStorage: { Size: Number(others.EphemeralStorage?.Size ?? 512) },
    SnapStart: others.SnapStart ?? { ApplyOn: "None" },
    KMSKeyArn: KmsKeyArn,
    VpcConfig,
    DeadLetterConfig,
    FileSystemConfigs,
    ImageConfig,
    Layers,
    LoggingConfig,
  } satisfies Omit<UpdateFunctionConfigurationRequest, "FunctionName">;
}

async function codeOf({ Code, Runtime }: FunctionProperties): Promise<FunctionCode> {
  const { ZipFile, ...location } = Code;
  return ZipFile === undefined ? location : { ZipFile: await inlineArchive(Runtime ?? "", ZipFile) };
}

/** Settings with operations of their own, those only that the template has or had. */
async function keepSettings(
  FunctionName: string,
  { RecursiveLoop, RuntimeManagementConfig, CodeSigningConfigArn }: Partial<FunctionProperties>,
  previous: Partial<FunctionProperties>,
  { call: { lambda } }: ResourceContext,
): Promise<void> {
  if (RecursiveLoop ?? previous.RecursiveLoop) {
    await lambda.PutFunctionRecursionConfig({ FunctionName, RecursiveLoop: RecursiveLoop ?? "Terminate" });
  }
  if (RuntimeManagementConfig ?? previous.RuntimeManagementConfig) {
    const config = RuntimeManagementConfig ?? { UpdateRuntimeOn: "Auto" };
    await lambda.PutRuntimeManagementConfig({ FunctionName, ...config });
  }
  if (CodeSigningConfigArn) await lambda.PutFunctionCodeSigningConfig({ FunctionName, CodeSigningConfigArn });
  else if (previous.CodeSigningConfigArn) await lambda.DeleteFunctionCodeSigningConfig({ FunctionName });
}

async function reserve(
  FunctionName: string,
  { ReservedConcurrentExecutions }: FunctionProperties,
  { call }: ResourceContext,
): Promise<void> {
  if (ReservedConcurrentExecutions === undefined) await call.lambda.DeleteFunctionConcurrency({ FunctionName });
  else {
    const reserved = Number(ReservedConcurrentExecutions);
    await call.lambda.PutFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: reserved });
  }
}

import type { KeyValues } from "../../../auth/policy/request.ts";
import type { Tags } from "../../../auth/request-tags.ts";
import type { LambdaContext } from "../state.ts";
import { arnOf, type FunctionName, LATEST, readName } from "./names.ts";

/** Members of inputs that condition keys tell. */
export interface KeyInput {
  readonly FunctionName?: string;
  readonly Qualifier?: string;
  readonly UUID?: string;
  readonly Layers?: readonly string[];
  readonly CodeSigningConfigArn?: string;
  readonly VpcConfig?: { readonly SubnetIds?: readonly string[]; readonly SecurityGroupIds?: readonly string[] };
  readonly AuthType?: string;
  readonly FunctionUrlAuthType?: string;
  readonly Principal?: string;
}

/** Operations that are about a function, and decided on by something else: a mapping, or the function's URL. */
const ABOUT_FUNCTION = /EventSourceMapping$|FunctionUrlConfig$/;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export function keysOf(operation: string, input: KeyInput, context: LambdaContext): KeyValues {
  const name = functionNamed(input, context);
  return {
    "lambda:Layer": input.Layers,
    "lambda:CodeSigningConfigArn": input.CodeSigningConfigArn,
    "lambda:SecurityGroupIds": input.VpcConfig?.SecurityGroupIds,
    "lambda:SubnetIds": input.VpcConfig?.SubnetIds,
    "lambda:Principal": input.Principal,
    "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType ?? input.AuthType ?? (name && authTypeOf(name, context)),
    // Function URLs are decided on elsewhere: `urls/authorize.ts`.
    "lambda:InvokedViaFunctionUrl": /^Invoke/.test(operation) ? "false" : undefined,
    "lambda:FunctionArn": name && ABOUT_FUNCTION.test(operation) ? arnOf(name) : undefined,
  };
}

/** The tags of a function (versions and aliases have its own), or of a mapping. */
export function tagsOf(arn: string, { state }: LambdaContext): Tags | undefined {
  const [, , , region = "", account = "", kind, name = ""] = arn.split(":");
  if (kind === "event-source-mapping") return state.mappings.get(account, region, name)?.tags;
  return kind === "function" ? state.functions.get(account, region, name)?.tags : undefined;
}

function functionNamed(input: KeyInput, context: LambdaContext): FunctionName | undefined {
  const { FunctionName, Qualifier, UUID } = input;
  const { state, account, region } = context;
  if (FunctionName !== undefined) return readName({ FunctionName, ...(Qualifier && { Qualifier }) }, context);
  return UUID === undefined ? undefined : state.mappings.get(account, region, UUID)?.target;
}

function authTypeOf({ account, region, name, qualifier = LATEST }: FunctionName, { state }: LambdaContext) {
  return state.urls.get(account, region, name, qualifier)?.authType;
}

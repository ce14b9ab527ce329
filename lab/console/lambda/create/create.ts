import { AttachRolePolicyCommand, CreateRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  type LambdaClient,
  type Runtime,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { trustOf } from "../../iam/create/trust.ts";
import { NEW_ROLE } from "./role-field.tsx";

/** The policy that AWS's own console gives to a new function's role. */
const LOGGING = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

/** What is asked of who creates a function. */
export interface NewFunction {
  readonly name: string;
  readonly runtime: string;
  readonly file: string;
  readonly handler: string;
  readonly code: string;
  /** An ARN, or `NEW_ROLE`. */
  readonly role: string;
}

/** Creates a function of one file of code, and its role where it is to have a new one. */
export async function createFunction(
  { name, runtime, file, handler, code, role }: NewFunction,
  { lambda, iam }: { readonly lambda: LambdaClient; readonly iam: IAMClient },
): Promise<void> {
  const { strToU8, zipSync } = await import("fflate");
  const Role = role === NEW_ROLE ? await newRole(name, iam) : role;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: runtime as Runtime,
      Handler: handler,
      Role,
      Code: { ZipFile: zipSync({ [file]: strToU8(code) }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 60, minDelay: 1 }, { FunctionName: name });
}

async function newRole(functionName: string, iam: IAMClient): Promise<string> {
  const RoleName = `${functionName.slice(0, 50)}-role-${crypto.randomUUID().slice(0, 8)}`;
  const AssumeRolePolicyDocument = trustOf({ Service: "lambda.amazonaws.com" });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: LOGGING }));
  return Role?.Arn ?? "";
}

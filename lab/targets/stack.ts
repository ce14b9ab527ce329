import { CloudFormationClient, DescribeStacksCommand, type Stack } from "@aws-sdk/client-cloudformation";
import type { SigningCredentials } from "../cloud/auth/key-pair.ts";
import { clientSettings } from "./client-settings.ts";

/** A stack as CloudFormation at an endpoint describes it, or nothing when it does not exist. */
export async function describeStack(
  endpoint: string,
  name: string,
  region = "us-east-1",
  credentials?: SigningCredentials,
): Promise<Stack | undefined> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const client = new CloudFormationClient(clientSettings({ endpoint, region }, credentials));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0];
  } catch (error) {
    if ((error as Error).name === "ValidationError") return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

/** An output of a stack, by the beginning of its key: the CDK appends a hash to the names of outputs inside constructs. */
export function outputOf(stack: Stack, key: string): string | undefined {
  return stack.Outputs?.find((output) => output.OutputKey?.startsWith(key))?.OutputValue;
}

/** Whether a stack is as its template says, with nothing under way. */
export function isSettled(stack: Stack | undefined): stack is Stack {
  return stack?.StackStatus === "CREATE_COMPLETE" || stack?.StackStatus === "UPDATE_COMPLETE";
}

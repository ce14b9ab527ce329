import { type FunctionConfiguration, GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";

/** A function as AWS describes it. While it is being changed, it is looked at again. */
export function useFunction(name: string) {
  const client = useClient(LambdaClient);
  return useAnswer(["lambda", "function", name], () => client.send(new GetFunctionCommand({ FunctionName: name })), {
    every: (answer) => (isInMotion(answer?.Configuration) ? 1000 : false),
  });
}

function isInMotion({ State, LastUpdateStatus }: FunctionConfiguration = {}): boolean {
  return State === "Pending" || LastUpdateStatus === "InProgress";
}

/** Where a function's log goes. */
export function logGroupOf({ FunctionName = "", LoggingConfig }: FunctionConfiguration): string {
  return LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
}

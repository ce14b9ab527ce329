import {
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from "@aws-sdk/client-lambda";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";

/** Changes settings of a function. */
export function useUpdate() {
  const client = useClient(LambdaClient);
  return useChange(
    (input: UpdateFunctionConfigurationCommandInput) => client.send(new UpdateFunctionConfigurationCommand(input)),
    { done: ({ FunctionName }) => `Changed the function ${FunctionName}`, stale: ["lambda"] },
  );
}

import {
  CloudFormationClient,
  paginateListStackResources,
  type StackResourceSummary,
} from "@aws-sdk/client-cloudformation";
import type { UseQueryResult } from "@tanstack/react-query";
import { useClient } from "../cloud/clients.ts";
import { useAnswer } from "../cloud/queries.ts";
import { nextLook } from "./motion.ts";

/** What a stack has made, looked at again as long as it is in motion. */
export function useResources(stack: string, status: string | undefined): UseQueryResult<StackResourceSummary[], Error> {
  const client = useClient(CloudFormationClient);
  return useAnswer(
    ["cloudformation", "stack", stack, "resources"],
    async () => {
      const resources: StackResourceSummary[] = [];
      for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stack }))
        resources.push(...StackResourceSummaries);
      return resources;
    },
    { every: nextLook(status) },
  );
}

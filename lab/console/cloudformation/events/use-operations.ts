import { CloudFormationClient, paginateDescribeStackEvents, type StackEvent } from "@aws-sdk/client-cloudformation";
import type { UseQueryResult } from "@tanstack/react-query";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { nextLook } from "../motion.ts";
import { beginsOperation, isWork, type Operation, operationsOf } from "./operations.ts";

/** A stack's last operations. */
export interface Operations {
  /** The newest first. */
  readonly operations: readonly Operation[];
  /** The stack's status, as its events tell it. */
  readonly status: string;
  /** Whether there were operations before these. */
  readonly isMore: boolean;
}

/**
 * The last operations of a stack, looked at again as long as it is in motion. DescribeStacks may wait for a stack to settle;
 * its events are told at once.
 */
export function useOperations(stack: string, count: number): UseQueryResult<Operations, Error> {
  const client = useClient(CloudFormationClient);
  return useAnswer<Operations>(
    ["cloudformation", "stack", stack, "events", count],
    async () => {
      const { events, isMore } = await lastEvents(client, stack, count);
      const operations = operationsOf(events);
      return { operations, status: operations[0]?.status ?? "", isMore };
    },
    { every: (answer) => nextLook(answer?.status) },
  );
}

/** The events of so many operations, newest first: no more pages of a long history than they fill. */
async function lastEvents(client: CloudFormationClient, StackName: string, count: number) {
  const events: StackEvent[] = [];
  let begun = 0;
  for await (const { StackEvents = [], NextToken } of paginateDescribeStackEvents({ client }, { StackName })) {
    for (const [index, event] of StackEvents.entries()) {
      events.push(event);
      if (beginsOperation(event) && isWork(event)) begun += 1;
      if (begun < count) continue;
      return { events, isMore: index + 1 < StackEvents.length || NextToken !== undefined };
    }
  }
  return { events, isMore: false };
}

import type { OperationEvent } from "@aws-sdk/client-cloudformation";
import { validationError } from "../errors.ts";
import type { EventRecord } from "../records.ts";
import type { CloudFormation } from "../state.ts";
import { describedEvent } from "./descriptions.ts";
import { changeSetNamed, stackNamed } from "./lookup.ts";

const PER_PAGE = 100;

/** What happened to a stack, operation by operation, newest first: all of it, one operation's part, or what failed. */
export const describeEvents: CloudFormation["DescribeEvents"] = (input, context) => {
  const { ChangeSetName, OperationId, Filters, NextToken: token } = input;
  const stackName = ChangeSetName ? changeSetNamed(context, ChangeSetName, input.StackName).stackId : input.StackName;
  const wanted = stackName ?? stackOf(OperationId, context);
  if (wanted === undefined) throw validationError("StackName, ChangeSetName or OperationId must be specified");
  const { id } = stackNamed(context, wanted);
  if (token !== undefined && !/^-\d+$/.test(token)) throw validationError("NextToken is not valid");
  const after = token === undefined ? {} : { after: [id, Number(token)] };
  const shown: OperationEvent[] = [];
  for (const [key, event] of context.state.events.entries({ under: [id], ...after })) {
    if (OperationId !== undefined && event.operationId !== OperationId) continue;
    if (Filters?.FailedEvents && !event.status.endsWith("_FAILED")) continue;
    shown.push(operationEvent(id, event));
    if (shown.length === PER_PAGE) return { OperationEvents: shown, NextToken: String(key.at(-1)) };
  }
  return { OperationEvents: shown };
};

function stackOf(operationId: string | undefined, { state, account, region }: Parameters<typeof describeEvents>[1]) {
  if (operationId === undefined) return undefined;
  for (const { id } of state.stacks.values({ under: [account, region] })) {
    for (const event of state.events.values({ under: [id] })) if (event.operationId === operationId) return id;
  }
  throw validationError(`Operation [${operationId}] does not exist`);
}

function operationEvent(StackId: string, event: EventRecord): OperationEvent {
  return {
    ...describedEvent(StackId, event),
    OperationId: event.operationId,
    OperationType: event.operationType,
    EventType: "STACK_EVENT",
  };
}

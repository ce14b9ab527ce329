import { signalledResource } from "../engine/creation-policy.ts";
import { validationError } from "../errors.ts";
import type { CloudFormation } from "../state.ts";
import { stackNamed } from "./lookup.ts";

/** Tells a stack that a resource that it makes is ready, or will not be. */
export const signalResource: CloudFormation["SignalResource"] = (input, context) => {
  const { StackName, LogicalResourceId, UniqueId: uniqueId, Status: status } = input;
  const stack = stackNamed(context, StackName);
  const resource = context.state.resources.get(stack.id, LogicalResourceId);
  if (!resource) throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stack.name}`);
  if (!resource.status.endsWith("_IN_PROGRESS"))
    throw validationError(`Resource ${LogicalResourceId} is in ${resource.status} state and can not be signaled`);
  context.state.signals.send(signalledResource(stack.id, LogicalResourceId), { uniqueId, status });
  return {};
};

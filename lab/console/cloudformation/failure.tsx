import Alert from "@cloudscape-design/components/alert";
import { statusOf } from "../parts/status.ts";
import { firstFailure, type Operation } from "./events/operations.ts";

interface Props {
  readonly status: string | undefined;
  readonly operations: readonly Operation[] | undefined;
}

/** Why a stack failed: what went wrong first, since all the rest is a consequence of it. */
export function Failure({ status = "", operations: [last] = [] }: Props) {
  const kind = statusOf(status);
  const failure = last && (kind === "error" || kind === "warning") ? firstFailure(last) : undefined;
  if (!failure) return null;
  const { LogicalResourceId, ResourceType, ResourceStatus, ResourceStatusReason } = failure;
  return (
    <Alert type="error" header={`${LogicalResourceId} (${ResourceType}): ${ResourceStatus}`}>
      {ResourceStatusReason ?? "AWS gives no reason."}
    </Alert>
  );
}

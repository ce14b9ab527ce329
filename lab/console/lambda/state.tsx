import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

/** Whether a function can be invoked, or why not. */
export function State({ configuration }: { readonly configuration: FunctionConfiguration }) {
  const { State = "Active", StateReason, LastUpdateStatus, LastUpdateStatusReason } = configuration;
  if (State === "Failed" || LastUpdateStatus === "Failed")
    return <StatusIndicator type="error">{StateReason ?? LastUpdateStatusReason ?? "Failed"}</StatusIndicator>;
  if (State === "Pending") return <StatusIndicator type="in-progress">Being created</StatusIndicator>;
  if (LastUpdateStatus === "InProgress") return <StatusIndicator type="in-progress">Being changed</StatusIndicator>;
  return <StatusIndicator type={State === "Active" ? "success" : "stopped"}>{State}</StatusIndicator>;
}

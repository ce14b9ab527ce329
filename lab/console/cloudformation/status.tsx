import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { statusOf } from "../parts/status.ts";

/** A status of CloudFormation: of a stack, a resource or a change set. */
export function Status({ of: status = "" }: { readonly of: string | undefined }) {
  return status === "" ? <>–</> : <StatusIndicator type={statusOf(status)}>{status}</StatusIndicator>;
}

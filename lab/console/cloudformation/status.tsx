import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { statusOf } from "../parts/status.ts";

/** A status of CloudFormation: of a stack, a resource or a change set. */
export function Status({ of: status = "" }: { readonly of: string | undefined }) {
  if (status === "") return <>–</>;
  // A status is one word, which would break in its middle.
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      <StatusIndicator type={statusOf(status)}>{status}</StatusIndicator>
    </span>
  );
}

import StatusIndicator from "@cloudscape-design/components/status-indicator";

/** The state of a pipe. */
export function PipeState({ of = "" }: { readonly of?: string | undefined }) {
  const type =
    of === "RUNNING" ? "success" : of.endsWith("_FAILED") ? "error" : of.endsWith("ING") ? "in-progress" : "stopped";
  return <StatusIndicator type={type}>{of.toLowerCase().replaceAll("_", " ")}</StatusIndicator>;
}

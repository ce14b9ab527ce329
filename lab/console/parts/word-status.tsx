import StatusIndicator from "@cloudscape-design/components/status-indicator";

/** The status of a table, a stream, a backup and the like: AWS has the same words for all. */
export function Status({ of = "ACTIVE" }: { readonly of?: string | undefined }) {
  const type = /^(ACTIVE|AVAILABLE|ENABLED|COMPLETED|Enabled)$/.test(of)
    ? "success"
    : /ING$|IN_PROGRESS|ing$/.test(of)
      ? "in-progress"
      : /FAILED|INACCESSIBLE/.test(of)
        ? "error"
        : "stopped";
  return <StatusIndicator type={type}>{of.toLowerCase().replaceAll("_", " ")}</StatusIndicator>;
}

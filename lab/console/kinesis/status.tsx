import StatusIndicator from "@cloudscape-design/components/status-indicator";

/** The status of a stream or of a consumer: AWS has the same words for both. */
export function Status({ of = "ACTIVE" }: { readonly of?: string | undefined }) {
  return (
    <StatusIndicator type={of === "ACTIVE" ? "success" : "in-progress"}>
      {of.toLowerCase().replaceAll("_", " ")}
    </StatusIndicator>
  );
}

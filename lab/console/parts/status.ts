import type { StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

/** How a status of CloudFormation looks. */
export function statusOf(status: string): StatusIndicatorProps.Type {
  if (/FAILED|^ROLLBACK_COMPLETE|UPDATE_ROLLBACK_COMPLETE/.test(status)) return "error";
  if (/ROLLBACK/.test(status)) return "warning";
  if (/IN_PROGRESS/.test(status)) return "in-progress";
  if (/DELETE_COMPLETE|SKIPPED/.test(status)) return "stopped";
  return /COMPLETE/.test(status) ? "success" : "pending";
}

import type { Parameter } from "../records.ts";
import type { SsmContext } from "../state.ts";
import { arnOf } from "./names.ts";

/**
 * Tells the default bus of what became of a parameter. Only inside `store.write`.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
 */
export function announce(
  operation: "Create" | "Update" | "Delete" | "LabelParameterVersion",
  { name, type, description }: Pick<Parameter, "name" | "type" | "description">,
  { cloud, account, region }: SsmContext,
): void {
  cloud.announcements.announce({
    account,
    region,
    source: "aws.ssm",
    detailType: "Parameter Store Change",
    resources: [arnOf(name, account, region)],
    detail: { operation, name, type, ...(description !== undefined && { description }) },
  });
}

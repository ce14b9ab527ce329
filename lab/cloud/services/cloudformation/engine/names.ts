import { randomId, UPPER_36 } from "../../../service/ids.ts";

/** The random part of the names that CloudFormation makes for a resource. */
export function newSuffix(): string {
  return randomId(12, UPPER_36);
}

/**
 * A physical name as CloudFormation makes one, `stack-LogicalId-SUFFIX`. Where it would be too long, stack name and logical
 * id are cut to equal shares of what there is.
 */
export function physicalName(stackName: string, logicalId: string, suffix: string, maxLength: number): string {
  const room = Math.max(maxLength - suffix.length - 2, 0);
  const half = Math.floor(room / 2);
  const forStack = Math.min(stackName.length, Math.max(half, room - logicalId.length));
  const parts = [stackName.slice(0, forStack), logicalId.slice(0, room - forStack), suffix];
  return parts.filter(Boolean).join("-").slice(-maxLength);
}

/** How often what changes by itself is looked at again, in milliseconds. */
const SOON = 1500;
const LATER = 5000;

/** Whether CloudFormation is at work on what has this status. A stack in review waits for its user. */
export function isInMotion(status = ""): boolean {
  return status.endsWith("_IN_PROGRESS") && status !== "REVIEW_IN_PROGRESS";
}

/** When to look again: soon while something happens, and once in a while otherwise, since others deploy too. */
export function nextLook(...statuses: readonly (string | undefined)[]): number {
  return statuses.some(isInMotion) ? SOON : LATER;
}

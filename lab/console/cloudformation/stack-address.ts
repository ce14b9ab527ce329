/** The path of a stack's page. A deleted stack is found by its ARN only. */
export function stackPath(nameOrArn = "", tab?: string): string {
  return `/cloudformation/${encodeURIComponent(nameOrArn)}${tab ? `?tab=${tab}` : ""}`;
}

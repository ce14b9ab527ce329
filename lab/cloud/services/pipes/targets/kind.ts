/** What an ARN names: the service, and the type of resource where a service has several that take events. */
export function kindOf(arn: string): string {
  const [, , service = "", , , resource = ""] = arn.split(":");
  return service === "events" ? `${service}:${resource.split("/")[0]}` : service;
}

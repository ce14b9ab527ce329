import type { EndpointConfiguration, PatchOperation } from "@aws-sdk/client-api-gateway";
import { badRequest } from "../../shared/errors.ts";

/** How an API is reached, with what AWS adds. Throws for what no API can have. */
export function checkedEndpoint(configuration: EndpointConfiguration = {}): EndpointConfiguration {
  const { types = ["EDGE"], ...others } = configuration;
  if (types.length === 0) throw badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
  if (types.length > 1) throw badRequest("Cannot create an api with multiple Endpoint Types.");
  const isPrivate = types[0] === "PRIVATE";
  const { ipAddressType = isPrivate ? "dualstack" : "ipv4" } = others;
  if (isPrivate && ipAddressType !== "dualstack")
    throw badRequest("Only dualstack ipAddressType is supported for Private APIs.");
  return { ...others, types, ipAddressType };
}

/** The same after a patch. @param change of the type, which is patched in a way of its own */
export function patchedEndpoint(
  before: EndpointConfiguration | undefined,
  after: EndpointConfiguration | undefined,
  change: PatchOperation | undefined,
): EndpointConfiguration {
  const isNew = before?.ipAddressType !== after?.ipAddressType;
  if (isNew && !["ipv4", "dualstack"].includes(after?.ipAddressType ?? ""))
    throw badRequest("ipAddressType must be either ipv4 or dualstack.");
  if (!change) return checkedEndpoint(after);
  const { op = "", value: type = "" } = change;
  if (!["add", "remove", "replace"].includes(op))
    throw badRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
  if (!["REGIONAL", "EDGE", "PRIVATE"].includes(type))
    throw badRequest("Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE");
  // A private API has both kinds of addresses, whatever it had.
  const ipAddressType = isNew || type !== "PRIVATE" ? after?.ipAddressType : undefined;
  return checkedEndpoint({ ...after, types: [type as "EDGE"], ipAddressType });
}

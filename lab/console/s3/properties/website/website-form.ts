import type { Protocol, WebsiteConfiguration } from "@aws-sdk/client-s3";

/** How a bucket is served as a website, as its form has it. */
export interface WebsiteForm {
  readonly kind: "off" | "host" | "redirect";
  readonly index: string;
  readonly error: string;
  /** Routing rules as JSON; empty where there are none. */
  readonly rules: string;
  readonly host: string;
  /** Empty for the request's own. */
  readonly protocol: string;
}

export function formOf(configuration: WebsiteConfiguration | null): WebsiteForm {
  const { IndexDocument, ErrorDocument, RedirectAllRequestsTo, RoutingRules = [] } = configuration ?? {};
  return {
    kind: configuration === null ? "off" : RedirectAllRequestsTo ? "redirect" : "host",
    index: IndexDocument?.Suffix ?? "index.html",
    error: ErrorDocument?.Key ?? "",
    rules: RoutingRules.length === 0 ? "" : JSON.stringify(RoutingRules, null, 2),
    host: RedirectAllRequestsTo?.HostName ?? "",
    protocol: RedirectAllRequestsTo?.Protocol ?? "",
  };
}

/** What S3 takes; nothing to serve no website. Throws on rules that are no JSON. */
export function configurationOf(form: WebsiteForm): WebsiteConfiguration | undefined {
  const { kind, index, error, rules, host, protocol } = form;
  if (kind === "off") return undefined;
  if (kind === "redirect")
    return {
      RedirectAllRequestsTo: { HostName: host.trim(), ...(protocol !== "" && { Protocol: protocol as Protocol }) },
    };
  return {
    IndexDocument: { Suffix: index.trim() },
    ...(error.trim() !== "" && { ErrorDocument: { Key: error.trim() } }),
    ...(rules.trim() !== "" && { RoutingRules: JSON.parse(rules) }),
  };
}

/** What is wrong with routing rules; what else S3 forbids it tells itself. */
export function wrongRules(rules: string): string | undefined {
  if (rules.trim() === "") return undefined;
  try {
    return Array.isArray(JSON.parse(rules)) ? undefined : "Routing rules must be a list.";
  } catch (error) {
    return `Invalid JSON: ${(error as Error).message}`;
  }
}

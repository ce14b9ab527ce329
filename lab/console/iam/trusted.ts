/** Whom a trust policy names: `lambda.amazonaws.com`, the ARNs of accounts and users, and so on. */
export function trusted(document: string | undefined): string[] {
  const { Statement = [] } = policyOf(document) as { Statement?: unknown };
  const names = [Statement].flat().flatMap((statement) => {
    const { Principal = {} } = statement as { Principal?: string | Record<string, string | string[]> };
    return typeof Principal === "string" ? [Principal] : Object.values(Principal).flat();
  });
  return [...new Set(names)];
}

/** A policy as IAM answers it: JSON that is percent-encoded. An empty one when it is none. */
export function policyOf(document: string | undefined): object {
  try {
    return JSON.parse(decodeURIComponent(document ?? "{}"));
  } catch {
    return {};
  }
}

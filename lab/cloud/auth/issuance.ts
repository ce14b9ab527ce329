import type { Caller } from "./caller.ts";

/** How temporary credentials were come by: what policies may ask about whoever uses them. Times are the lab's, in milliseconds. */
export interface Issuance {
  readonly issued: number;
  /** When a code of an MFA device was given; absent where none was. */
  readonly authenticated?: number;
  /** Who the caller claims to be; it stays with all roles that are assumed from here. */
  readonly sourceIdentity?: string;
  /** Session tags that go on to roles that are assumed from here, by their keys in lower case. */
  readonly transitive?: readonly string[];
  /** The identity provider that vouched for the caller, as policies name it. */
  readonly provider?: string;
  /** What it says about the caller, by condition keys such as `server.example.com:sub`. */
  readonly claims?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * The condition keys of temporary credentials; long-lived keys have none of them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export function issuanceKeys(
  { issuance }: Caller,
  now: number,
): Record<string, string | readonly string[] | undefined> | undefined {
  if (!issuance) return undefined;
  const { issued, authenticated, sourceIdentity, provider, claims } = issuance;
  return {
    "aws:TokenIssueTime": new Date(issued).toISOString(),
    "aws:MultiFactorAuthPresent": String(authenticated !== undefined),
    "aws:MultiFactorAuthAge":
      authenticated === undefined ? undefined : String(Math.max(0, Math.floor((now - authenticated) / 1000))),
    "aws:SourceIdentity": sourceIdentity,
    "aws:FederatedProvider": provider,
    ...claims,
  };
}

import { accountIn } from "../auth/access-table.ts";
import type { Caller } from "../auth/caller.ts";
import type { LoadedService } from "../cloud.ts";
import { own } from "../own.ts";
import type { AuditFacts, DataCalls } from "../service/audit-facts.ts";
import type { Span } from "../trace/span.ts";

/** An API call that somebody made, as the audit keeps it. It is plain data. */
export interface Call {
  /** The id of the request. */
  readonly id: string;
  /** The key of the service in the registry. */
  readonly service: string;
  /** As events call it. */
  readonly operation: string;
  /** When it began, by the lab's clock, in milliseconds since the epoch. */
  readonly at: number;
  readonly region: string;
  /** The account that hears of it: the caller's, or that of a resource of which the call was about. */
  readonly account: string;
  readonly who: Who;
  /** Absent for calls from inside the lab. */
  readonly from?: { readonly address: string; readonly agent: string };
  readonly isRead: boolean;
  readonly input?: unknown;
  /** Of calls that change something. */
  readonly output?: unknown;
  readonly error?: { readonly code: string; readonly message?: string };
  /** What the input names. */
  readonly resources?: readonly { readonly type: string; readonly name: string }[];
  /** Of calls about data: the type and the ARN of what they were about. */
  readonly data?: { readonly type: string; readonly arn?: string };
  /** Whether other accounts hear of it, too. */
  readonly isShared?: true;
}

/** What of a caller is kept. */
export type Who = Pick<Caller, "kind" | "account" | "arn" | "userId" | "role" | "federatedBy" | "provider" | "via"> & {
  readonly accessKey?: string;
  /** When temporary credentials were issued, and whether a code of an MFA device was given. */
  readonly issued?: number;
  readonly isAuthenticated?: boolean;
};

/** What a call is known by when it has ended. */
export interface Ended {
  readonly loaded: LoadedService;
  readonly span: Span;
  readonly caller: Caller;
  readonly accessKey?: string | undefined;
  readonly from?: Call["from"];
}

/** Larger inputs and answers are left out, in characters of JSON. CloudTrail cuts at 100 KB. */
const LARGEST = 32_768;

const READS =
  /^(Get|List|Describe|Head|BatchGet|Lookup|Search|Filter|Query|Scan|Simulate|Check|Estimate|Preview|Validate|Test|Decode|Detect)/;

/** The region in which calls of global services are told. */
const GLOBAL = "us-east-1";

/** What a call is about, where that is data. */
export function dataCallsOf({ definition: { audit } }: LoadedService, operation: string): DataCalls | undefined {
  if (!audit?.data) return undefined;
  let byOperation = indexes.get(audit);
  if (!byOperation) {
    byOperation = new Map(audit.data.flatMap((calls) => calls.operations.map((name) => [name, calls])));
    indexes.set(audit, byOperation);
  }
  return byOperation.get(operation);
}

/** Nearly every call asks. */
const indexes = new WeakMap<AuditFacts, ReadonlyMap<string, DataCalls>>();

/** A call for each account that hears of it: the caller's first, then those that own what it was about. */
export function callsOf(ended: Ended): Call[] {
  const { loaded, span, caller, accessKey, from } = ended;
  const { service, operation, account, error } = span;
  const { audit } = loaded.definition;
  const region = audit?.isGlobal ? GLOBAL : (span.region ?? GLOBAL);
  const isRead = audit?.reads?.includes(operation) || READS.test(operation);
  const data = dataCallsOf(loaded, operation);
  const call: Call = {
    id: span.id,
    service,
    operation: own(audit?.names, operation) ?? operation,
    at: span.at,
    region,
    account: account || caller.account,
    who: whoOf(caller, accessKey),
    ...(from && { from }),
    isRead,
    ...(span.input !== undefined && { input: bounded(span.input) }),
    ...(!isRead && error === undefined && span.output !== undefined && { output: bounded(span.output) }),
    ...(error !== undefined && { error: errorOf(error, span.output) }),
    ...resourcesOf(audit, span.input),
    ...(data && { data: { type: data.type, ...arnOf(data, span.input, { account, region }) } }),
  };
  // Who was refused tells nobody else of it: a stranger could fill the owner's history.
  const isRefused = span.decisions?.some(({ allowed }) => !allowed);
  const others = caller.kind === "service" || isRefused ? [] : ownersOf(span).filter((owner) => owner !== call.account);
  if (others.length === 0) return [call];
  return [call.account, ...others].map((one) => ({ ...call, account: one, isShared: true as const }));
}

function whoOf(caller: Caller, accessKey: string | undefined): Who {
  const { kind, account, arn, userId, role, federatedBy, provider, via, issuance } = caller;
  return {
    kind,
    account,
    arn,
    userId,
    ...(role !== undefined && { role }),
    ...(federatedBy !== undefined && { federatedBy }),
    ...(provider !== undefined && { provider }),
    ...(via && { via }),
    ...(accessKey !== undefined && { accessKey }),
    ...(issuance && { issued: issuance.issued, isAuthenticated: issuance.authenticated !== undefined }),
  };
}

function errorOf(code: string, output: unknown): NonNullable<Call["error"]> {
  const { message } = (output ?? {}) as { message?: unknown };
  return typeof message === "string" ? { code, message } : { code };
}

function arnOf(data: DataCalls, input: unknown, place: { account: string; region: string }): { arn?: string } {
  const arn = data.arn((input ?? {}) as never, place);
  return arn === undefined ? {} : { arn };
}

function resourcesOf(audit: AuditFacts | undefined, input: unknown): Pick<Call, "resources"> {
  const resources = Object.entries(audit?.resources ?? {}).flatMap(([member, type]) => {
    const name = own(input as Record<string, unknown> | undefined, member);
    return typeof name === "string" ? [{ type, name }] : [];
  });
  return resources.length === 0 ? {} : { resources };
}

/** The accounts of what IAM decided on. */
function ownersOf({ decisions = [] }: Span): string[] {
  const owners = decisions.map(({ of, resource }) => of ?? accountIn(resource));
  return [...new Set(owners.filter((owner) => owner !== undefined && /^\d{12}$/.test(owner)))] as string[];
}

function bounded(value: unknown): unknown {
  return JSON.stringify(value).length > LARGEST ? { omitted: "It is larger than the lab keeps." } : value;
}

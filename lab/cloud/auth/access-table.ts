import type { Access, Context } from "../service/service.ts";
import type { OperationModel } from "../wire/model.ts";
import type { Caller } from "./caller.ts";
import type { Policy } from "./policy/document.ts";
import type { KeyValues } from "./policy/request.ts";
import { requestTags, type Tags } from "./request-tags.ts";

/** What an operation does to a resource. */
export interface Want<Input extends object> {
  /** With its prefix. */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** The operation and the input that it amounts to: a copy reads its source as GetObject would. */
  readonly operation: string;
  readonly input: Input;
}

/** What an operation does besides, where it differs from the operation itself. */
export type Extra<Input extends object> = Partial<Want<Input>>;

/** What the operations of a service want to do to what, and what decides on it. */
export interface AccessTable<Input extends object, State = unknown> {
  /** What its actions begin with, before the colon. */
  readonly prefix: string;
  /** The action of an operation that is called otherwise, without the prefix. */
  action?(operation: string, input: Input, http: OperationModel["http"]): string;
  /** Operations that need no permission, or decide on their own who may call them. */
  readonly free?: ReadonlySet<string>;
  /**
   * The ARNs of what an operation is about: each is decided on. `*` when it is about none. Nothing is to be decided when there
   * are none: the operation itself says what is missing.
   */
  resource(
    operation: string,
    input: Input,
    context: Context<State>,
    http: OperationModel["http"],
  ): string | readonly string[];
  /** What an operation does besides, to the same resource unless it names another. */
  also?(want: Want<Input>, context: Context<State>): readonly Extra<Input>[];
  /** The account that owns a resource whose ARN does not tell. */
  owner?(want: Want<Input>, context: Context<State>): string | undefined;
  /** The policy of a resource itself. Principals of other accounts, and nobody, are let in by it alone. */
  policy?(want: Want<Input>, context: Context<State>): Policy | undefined;
  /** Whether that policy must allow its own account's principals, too: trust policies of roles must. */
  readonly policyMustAllow?: boolean;
  /** Whether other services need that policy to be let in. Where the resources have none, services are `allowed`. */
  readonly services?: "need the policy" | "allowed";
  /** The tags that a resource has. */
  tags?(resource: string, context: Context<State>): Tags | undefined;
  /** What policies may call those, besides `aws:ResourceTag`: such as `iam:ResourceTag`. */
  readonly tagKey?: string;
  /** The tags that a request gives, where they are not in a member `Tags` or `tags`. */
  requestTags?(input: Input): Tags | undefined;
  /** The action that creating something with tags needs as well, without the prefix. */
  tagging?(operation: string): string | undefined;
  /** The values of the service's own condition keys: every key that an operation has, undefined where the request has none. */
  keys?(want: Want<Input>, context: Context<State>, http: OperationModel["http"]): KeyValues;
  /** Roles that an operation hands on, and to which service. */
  passes?(operation: string, input: Input, context: Context<State>): readonly (string | undefined)[] | undefined;
  /** The service that gets the roles, a principal such as `ec2.amazonaws.com`. */
  readonly passedTo?: string;
}

/** There is nothing to decide. */
const NOTHING: readonly Access[] = [];
const NO_MORE: readonly never[] = [];

/** Makes a service's `access` of its table. */
export function accessOf<Input extends object, State = unknown>(table: AccessTable<Input, State>) {
  const { prefix, free, services = table.policy ? "need the policy" : "allowed" } = table;
  return (
    operation: string,
    input: Input,
    context: Context<State>,
    http: OperationModel["http"],
  ): readonly Access[] | undefined => {
    const { kind } = context.caller;
    if (free?.has(operation)) return kind === "anonymous" ? undefined : NOTHING;
    if (kind === "service" && services === "allowed") return NOTHING;
    if (kind === "anonymous" && !table.policy) return undefined;
    const named = table.resource(operation, input, context, http);
    if (named.length === 0) return NOTHING;
    if (kind === "anonymous" && named === "*") return undefined;
    const action = `${prefix}:${table.action?.(operation, input, http) ?? operation}`;
    const resources = typeof named === "string" ? [named] : named;
    const wants = resources.map((resource): Want<Input> => ({ action, resource, operation, input }));
    const more = besides(table, wants, context);
    const isRoot = isUnlimitedRoot(context);
    const isDecided = (want: Want<Input>) => accessTo(table, want, context, http) !== undefined;
    // The usual case: all of it is the root's own.
    if (isRoot && !wants.some(isDecided) && !more.some(isDecided)) return NOTHING;
    const asked = [...wants, ...tagged(table, wants), ...more].flatMap(
      (want) => accessTo(table, want, context, http) ?? [],
    );
    return isRoot ? asked : [...asked, ...passed(table, wants[0] as Want<Input>, context)];
  };
}

function tagged<Input extends object>(table: AccessTable<Input, never>, wants: readonly Want<Input>[]): Want<Input>[] {
  const [{ operation, input }] = wants as readonly [Want<Input>];
  const tagging = table.tagging?.(operation);
  if (tagging === undefined || !(table.requestTags?.(input) ?? requestTags(input))) return [];
  return wants.map((want) => ({ ...want, action: `${table.prefix}:${tagging}` }));
}

function besides<Input extends object, State>(
  table: AccessTable<Input, State>,
  wants: readonly Want<Input>[],
  context: Context<State>,
): readonly Want<Input>[] {
  if (!table.also) return NO_MORE;
  return wants.flatMap((want) => table.also?.(want, context).map((extra) => ({ ...want, ...extra })) ?? []);
}

function passed<Input extends object, State>(
  { passes, passedTo = "" }: AccessTable<Input, State>,
  { operation, input, resource }: Want<Input>,
  context: Context<State>,
): Access[] {
  return (passes?.(operation, input, context) ?? []).flatMap((role) =>
    role ? passRole(role, passedTo, resource, context) : [],
  );
}

/** Nothing where the root of the account may do it whatever anybody says. */
function accessTo<Input extends object, State>(
  table: AccessTable<Input, State>,
  want: Want<Input>,
  context: Context<State>,
  http: OperationModel["http"],
): Access | undefined {
  const { action, resource } = want;
  const account = table.owner?.(want, context) ?? accountIn(resource) ?? context.account;
  const policy = table.policy?.(want, context);
  if (!policy && account === context.account && isUnlimitedRoot(context)) return undefined;
  return {
    action,
    resource,
    account,
    policy,
    policyMustAllow: policy && table.policyMustAllow,
    tags: table.tags && (() => table.tags?.(resource, context)),
    tagKey: table.tagKey,
    requestTags: table.requestTags && (() => table.requestTags?.(want.input)),
    keys: table.keys && (() => table.keys?.(want, context, http) ?? {}),
  };
}

function isUnlimitedRoot({ caller, cloud }: { readonly caller: Caller; readonly cloud: Context["cloud"] }): boolean {
  return caller.kind === "root" && !cloud.accounts.isLimited(caller);
}

/** The account that an ARN names. */
export function accountIn(resource: string): string | undefined {
  return /^arn:(?:[^:]*:){3}(\d{12}):/.exec(resource)?.[1];
}

/**
 * Giving a role to a service needs a permission of its own.
 *
 * @param associated the ARN of what the service uses it for
 */
export function passRole(role: string, service: string, associated: string, { account, cloud }: Context): Access {
  return {
    action: "iam:PassRole",
    resource: role,
    account,
    tags: () => cloud.identities.role(role)?.tags,
    tagKey: "iam:ResourceTag",
    keys: () => ({
      "iam:PassedToService": service,
      "iam:AssociatedResourceArn": associated === "*" ? undefined : associated,
    }),
  };
}

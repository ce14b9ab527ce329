import type { Access, Context } from "../service.ts";
import type { Policy } from "./policy/document.ts";
import type { KeyValues } from "./policy/request.ts";
import { requestTags, type Tags } from "./request-tags.ts";

/** What the operations of a service want to do to what, where that is said by their names and inputs. */
export interface AccessTable<Input extends object, State = unknown> {
  /** Of its actions, such as `lambda`. */
  readonly prefix: string;
  /** Actions that are called otherwise than their operations. */
  readonly actions?: Readonly<Record<string, string>>;
  /** Operations that everybody may call. */
  readonly free?: ReadonlySet<string>;
  /** The ARN of what an operation is about; `*` when it has none. */
  resource(operation: string, input: Input, context: Context<State>): string;
  /** The policy of something itself, by its ARN: where another account's may be called for, it alone lets callers in. */
  policy?(resource: string, context: Context<State>): Policy | undefined;
  /** The tags that something has, by its ARN. */
  tags?(resource: string, context: Context<State>): Tags | undefined;
  /** The values of the service's own condition keys: every key that an operation has, undefined where the request has none. */
  keys?(operation: string, input: Input, context: Context<State>): KeyValues;
  /** The action that who gives tags to what he makes must be allowed as well, without the prefix. */
  tagging?(operation: string): string | undefined;
  /** Roles that an operation hands on, and to which service. */
  passes?(operation: string, input: Input): readonly (string | undefined)[] | undefined;
  /** The service that gets the roles, such as `lambda.amazonaws.com`. */
  readonly passedTo?: string;
}

/** Makes a service's `access` of its table. Whoever is not a person of the account is decided on elsewhere. */
export function accessOf<Input extends object, State = unknown>(table: AccessTable<Input, State>) {
  const { prefix, actions = {}, free, passes, passedTo = "" } = table;
  return (operation: string, input: Input, context: Context<State>): Access[] | undefined => {
    const { caller, cloud } = context;
    const isLimited = cloud.accounts.isLimited(caller);
    if (free?.has(operation)) return isLimited ? [] : undefined;
    if (caller.kind === "anonymous") return undefined;
    const resource = table.resource(operation, input, context);
    const account = ownerOf(resource) ?? context.account;
    // A root may do everything in its account, and nothing in another's.
    if (!isLimited && account === context.account) return undefined;
    const access: Access = {
      action: `${prefix}:${actions[operation] ?? operation}`,
      resource,
      account,
      policy: table.policy?.(resource, context),
      tags: table.tags && (() => table.tags?.(resource, context)),
      keys: table.keys && (() => table.keys?.(operation, input, context) ?? {}),
    };
    const tagging = requestTags(input) && table.tagging?.(operation);
    const tagged = tagging === undefined ? [] : [{ ...access, action: `${prefix}:${tagging}` }];
    const passed = (passes?.(operation, input) ?? []).filter((role) => role !== undefined && role !== "");
    return [access, ...tagged, ...passed.map((role) => passRole(role as string, passedTo, resource, context))];
  };
}

/** The account that an ARN names. */
function ownerOf(resource: string): string | undefined {
  const account = resource.startsWith("arn:") ? resource.split(":", 5)[4] : undefined;
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

/**
 * Who gives a role to a service must be allowed to.
 *
 * @param associated the ARN of what the service uses it for
 */
export function passRole(role: string, service: string, associated: string, { account, cloud }: Context): Access {
  return {
    action: "iam:PassRole",
    resource: role,
    account,
    tags: () => cloud.identities.role(role)?.tags,
    keys: () => ({
      "iam:PassedToService": service,
      "iam:AssociatedResourceArn": associated === "*" ? undefined : associated,
    }),
  };
}

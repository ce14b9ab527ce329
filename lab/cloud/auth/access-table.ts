import type { Access, Context } from "../service.ts";
import { isPerson } from "./caller.ts";

/** What the operations of a service want to do to what, where that is said by their names and inputs. */
export interface AccessTable<Input> {
  /** Of its actions, such as `lambda`. */
  readonly prefix: string;
  /** Actions that are called otherwise than their operations. */
  readonly actions?: Readonly<Record<string, string>>;
  /** Operations that everybody may call. */
  readonly free?: ReadonlySet<string>;
  /** The ARN of what an operation is about; `*` when it has none. */
  resource(operation: string, input: Input, context: Context): string;
  /** Roles that an operation hands on, and to which service. */
  passes?(operation: string, input: Input): readonly (string | undefined)[] | undefined;
  /** The service that gets the roles, such as `lambda.amazonaws.com`. */
  readonly passedTo?: string;
}

/** Makes a service's `access` of its table. Whoever is not a person of the account is decided on elsewhere. */
export function accessOf<Input>(table: AccessTable<Input>) {
  const { prefix, actions = {}, free, passes, passedTo } = table;
  return (operation: string, input: Input, context: Context): Access[] | undefined => {
    const { caller, account } = context;
    if (!isPerson(caller)) return undefined;
    if (free?.has(operation)) return [];
    const access = {
      action: `${prefix}:${actions[operation] ?? operation}`,
      resource: table.resource(operation, input, context),
      account,
    };
    const passed = (passes?.(operation, input) ?? []).filter((role) => role !== undefined && role !== "");
    return [access, ...passed.map((role) => passRole(role as string, passedTo ?? "", account))];
  };
}

/** Who gives a role to a service must be allowed to. */
export function passRole(role: string, service: string, account: string): Access {
  return { action: "iam:PassRole", resource: role, account, keys: { "iam:PassedToService": service } };
}

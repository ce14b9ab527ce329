import { accessOf } from "../../auth/access-table.ts";
import { arnOf, type IamState } from "./state.ts";

interface IamInput {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly GroupName?: string;
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly InstanceProfileName?: string;
  readonly Path?: string;
  readonly PermissionsBoundary?: string;
}

/** Operations that attach a managed policy, or detach it. */
const ATTACHING = /^(Attach|Detach)(User|Group|Role)Policy$/;

/** Operations on a user, or on who asks. */
const SELF = new Set(["GetUser", "CreateAccessKey", "ListAccessKeys", "DeleteAccessKey"]);

export const access = accessOf<IamInput, IamState>({
  prefix: "iam",
  resource(operation, input, context) {
    const { account, state } = context;
    const { RoleName, UserName, GroupName, InstanceProfileName, PolicyName, PolicyArn, Path: path = "/" } = input;
    const named = (kind: Parameters<typeof arnOf>[1], name: string, found: { path: string } | undefined) =>
      arnOf(account, kind, { path: found?.path ?? path, name });
    if (InstanceProfileName !== undefined)
      return named("instance-profile", InstanceProfileName, state.profiles.get(account, InstanceProfileName));
    if (GroupName !== undefined) return named("group", GroupName, state.groups.get(account, GroupName));
    if (RoleName !== undefined) return named("role", RoleName, state.roles.get(account, RoleName));
    // Who names no user means himself.
    if (UserName === undefined && SELF.has(operation) && context.caller.kind === "user") return context.caller.arn;
    if (UserName !== undefined) return named("user", UserName, state.users.get(account, UserName));
    if (PolicyArn !== undefined) return PolicyArn;
    return operation === "CreatePolicy" && PolicyName !== undefined ? named("policy", PolicyName, undefined) : "*";
  },
  tags(arn, { account, state }) {
    const [, kind = "", name = ""] = /:(role|user|policy|instance-profile)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
    const kept = { role: state.roles, user: state.users, policy: state.policies, "instance-profile": state.profiles };
    return kept[kind as keyof typeof kept]?.get(account, name)?.tags;
  },
  keys(operation, { RoleName, UserName, PolicyArn, PermissionsBoundary }, { account, state }) {
    const boundary = () =>
      (RoleName === undefined ? undefined : state.roles.get(account, RoleName)?.boundary) ??
      (UserName === undefined ? undefined : state.users.get(account, UserName)?.boundary);
    return {
      "iam:PolicyARN": ATTACHING.test(operation) ? PolicyArn : undefined,
      "iam:PermissionsBoundary": PermissionsBoundary ?? boundary(),
    };
  },
  tagging: (operation) => /^Create(Role|User|Policy|InstanceProfile)$/.exec(operation)?.[0].replace("Create", "Tag"),
});

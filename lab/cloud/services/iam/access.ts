import { accessOf } from "../../auth/access-table.ts";
import { type CredentialInput, credentialResource } from "./credential-access.ts";
import { arnOf, type IamContext } from "./state.ts";

interface IamInput extends CredentialInput {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly GroupName?: string;
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly InstanceProfileName?: string;
  readonly Path?: string;
}

/** Operations on a user, or on who asks. */
const SELF = new Set(["GetUser", "CreateAccessKey", "ListAccessKeys", "DeleteAccessKey"]);

export const access = accessOf<IamInput>({
  prefix: "iam",
  resource(operation, input, context) {
    const { account, state } = context as IamContext;
    const credential = credentialResource(operation, input, context);
    if (credential !== undefined) return credential;
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
});

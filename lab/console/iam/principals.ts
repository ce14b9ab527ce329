import {
  GetGroupCommand,
  GetGroupPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from "@aws-sdk/client-iam";
import { policyOf } from "./trusted.ts";

/** Who has policies. */
export type PrincipalKind = "user" | "group" | "role";

/** A principal, with all that says what it may do. */
export interface Principal {
  readonly arn: string;
  readonly created: Date | undefined;
  readonly boundary?: string | undefined;
  readonly lastUsed?: Date | undefined;
  /** Of a role: who may assume it. */
  readonly trust?: object | undefined;
  readonly attached: readonly string[];
  readonly inline: readonly { readonly name: string; readonly document: object }[];
  /** Of a user. */
  readonly groups?: readonly string[];
  readonly keys?: readonly { readonly id: string; readonly status: string; readonly created: Date | undefined }[];
  /** Of a group. */
  readonly members?: readonly string[];
}

/** Asks IAM for a principal. */
export async function principalOf(kind: PrincipalKind, name: string, client: IAMClient): Promise<Principal> {
  if (kind === "role") return await roleOf(name, client);
  return kind === "user" ? await userOf(name, client) : await groupOf(name, client);
}

async function roleOf(RoleName: string, client: IAMClient): Promise<Principal> {
  const [{ Role }, { AttachedPolicies = [] }, { PolicyNames = [] }] = await Promise.all([
    client.send(new GetRoleCommand({ RoleName })),
    client.send(new ListAttachedRolePoliciesCommand({ RoleName })),
    client.send(new ListRolePoliciesCommand({ RoleName })),
  ]);
  const inline = PolicyNames.map(async (name) => {
    const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName: name }));
    return { name, document: policyOf(PolicyDocument) };
  });
  return {
    arn: Role?.Arn ?? "",
    created: Role?.CreateDate,
    boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
    lastUsed: Role?.RoleLastUsed?.LastUsedDate,
    trust: policyOf(Role?.AssumeRolePolicyDocument),
    attached: AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn),
    inline: await Promise.all(inline),
  };
}

async function userOf(UserName: string, client: IAMClient): Promise<Principal> {
  const [{ User }, { AttachedPolicies = [] }, { PolicyNames = [] }, { Groups = [] }, { AccessKeyMetadata = [] }] =
    await Promise.all([
      client.send(new GetUserCommand({ UserName })),
      client.send(new ListAttachedUserPoliciesCommand({ UserName })),
      client.send(new ListUserPoliciesCommand({ UserName })),
      client.send(new ListGroupsForUserCommand({ UserName })),
      client.send(new ListAccessKeysCommand({ UserName })),
    ]);
  const inline = PolicyNames.map(async (name) => {
    const { PolicyDocument } = await client.send(new GetUserPolicyCommand({ UserName, PolicyName: name }));
    return { name, document: policyOf(PolicyDocument) };
  });
  return {
    arn: User?.Arn ?? "",
    created: User?.CreateDate,
    boundary: User?.PermissionsBoundary?.PermissionsBoundaryArn,
    attached: AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn),
    inline: await Promise.all(inline),
    groups: Groups.map(({ GroupName = "" }) => GroupName),
    keys: AccessKeyMetadata.map(({ AccessKeyId = "", Status = "", CreateDate }) => ({
      id: AccessKeyId,
      status: Status,
      created: CreateDate,
    })),
  };
}

async function groupOf(GroupName: string, client: IAMClient): Promise<Principal> {
  const [{ Group, Users = [] }, { AttachedPolicies = [] }, { PolicyNames = [] }] = await Promise.all([
    client.send(new GetGroupCommand({ GroupName })),
    client.send(new ListAttachedGroupPoliciesCommand({ GroupName })),
    client.send(new ListGroupPoliciesCommand({ GroupName })),
  ]);
  const inline = PolicyNames.map(async (name) => {
    const { PolicyDocument } = await client.send(new GetGroupPolicyCommand({ GroupName, PolicyName: name }));
    return { name, document: policyOf(PolicyDocument) };
  });
  return {
    arn: Group?.Arn ?? "",
    created: Group?.CreateDate,
    attached: AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn),
    inline: await Promise.all(inline),
    members: Users.map(({ UserName = "" }) => UserName),
  };
}

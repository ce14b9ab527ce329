import { tolerate } from "../../../service/gone.ts";
import type { ClientOf, ResourceContext } from "../../../service/service.ts";

type IamClient = ClientOf<typeof import("@aws-sdk/client-iam")>;

export interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: object | string;
}

/** What roles, users and groups have in common in a template. */
export interface PrincipalProperties {
  readonly ManagedPolicyArns?: readonly string[];
  readonly Policies?: readonly InlinePolicy[];
}

/** How the policies of a kind of principal are set: the operations differ in nothing but their names. */
export interface PolicyCalls {
  attach(name: string, PolicyArn: string): Promise<unknown>;
  detach(name: string, PolicyArn: string): Promise<unknown>;
  put(name: string, PolicyName: string, PolicyDocument: string): Promise<unknown>;
  remove(name: string, PolicyName: string): Promise<unknown>;
  attached(name: string): Promise<readonly string[]>;
  inline(name: string): Promise<readonly string[]>;
}

export type Kind = "Roles" | "Users" | "Groups";

export function policyCalls(kind: Kind, { iam }: { readonly iam: IamClient }): PolicyCalls {
  const arnsOf = ({ AttachedPolicies = [] }: { AttachedPolicies?: { PolicyArn?: string }[] | undefined }) =>
    AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
  const namesOf = ({ PolicyNames = [] }: { PolicyNames: string[] | undefined }) => PolicyNames;
  if (kind === "Roles")
    return {
      attach: (RoleName, PolicyArn) => iam.AttachRolePolicy({ RoleName, PolicyArn }),
      detach: (RoleName, PolicyArn) => iam.DetachRolePolicy({ RoleName, PolicyArn }),
      put: (RoleName, PolicyName, PolicyDocument) => iam.PutRolePolicy({ RoleName, PolicyName, PolicyDocument }),
      remove: (RoleName, PolicyName) => iam.DeleteRolePolicy({ RoleName, PolicyName }),
      attached: async (RoleName) => arnsOf(await iam.ListAttachedRolePolicies({ RoleName })),
      inline: async (RoleName) => namesOf(await iam.ListRolePolicies({ RoleName, MaxItems: 1000 })),
    };
  if (kind === "Users")
    return {
      attach: (UserName, PolicyArn) => iam.AttachUserPolicy({ UserName, PolicyArn }),
      detach: (UserName, PolicyArn) => iam.DetachUserPolicy({ UserName, PolicyArn }),
      put: (UserName, PolicyName, PolicyDocument) => iam.PutUserPolicy({ UserName, PolicyName, PolicyDocument }),
      remove: (UserName, PolicyName) => iam.DeleteUserPolicy({ UserName, PolicyName }),
      attached: async (UserName) => arnsOf(await iam.ListAttachedUserPolicies({ UserName })),
      inline: async (UserName) => namesOf(await iam.ListUserPolicies({ UserName, MaxItems: 1000 })),
    };
  return {
    attach: (GroupName, PolicyArn) => iam.AttachGroupPolicy({ GroupName, PolicyArn }),
    detach: (GroupName, PolicyArn) => iam.DetachGroupPolicy({ GroupName, PolicyArn }),
    put: (GroupName, PolicyName, PolicyDocument) => iam.PutGroupPolicy({ GroupName, PolicyName, PolicyDocument }),
    remove: (GroupName, PolicyName) => iam.DeleteGroupPolicy({ GroupName, PolicyName }),
    attached: async (GroupName) => arnsOf(await iam.ListAttachedGroupPolicies({ GroupName })),
    inline: async (GroupName) => namesOf(await iam.ListGroupPolicies({ GroupName, MaxItems: 1000 })),
  };
}

/** Brings the policies of a principal from what a template said to what it says now. */
export async function setPolicies(
  kind: Kind,
  name: string,
  next: PrincipalProperties,
  previous: PrincipalProperties,
  { call }: Pick<ResourceContext, "call">,
): Promise<void> {
  const calls = policyCalls(kind, call);
  const arns = next.ManagedPolicyArns ?? [];
  // What goes makes room for what comes: there are quotas.
  for (const arn of previous.ManagedPolicyArns ?? [])
    if (!arns.includes(arn)) await calls.detach(name, arn).catch(unlessGone);
  for (const arn of arns) await calls.attach(name, arn);
  const inline = next.Policies ?? [];
  for (const { PolicyName } of previous.Policies ?? [])
    if (!inline.some((one) => one.PolicyName === PolicyName)) await calls.remove(name, PolicyName).catch(unlessGone);
  for (const { PolicyName, PolicyDocument } of inline) await calls.put(name, PolicyName, textOf(PolicyDocument));
}

/** Takes all policies from a principal. Those that other resources attached are gone by now; what is left was attached here, or by hand. */
export async function stripPolicies(kind: Kind, name: string, { call }: Pick<ResourceContext, "call">): Promise<void> {
  const calls = policyCalls(kind, call);
  for (const arn of await calls.attached(name)) await calls.detach(name, arn);
  for (const policy of await calls.inline(name)) await calls.remove(name, policy);
}

/** A template may hold a document as an object or as its text. */
export function textOf(document: object | string): string {
  return typeof document === "string" ? document : JSON.stringify(document);
}

export const unlessGone = tolerate("NoSuchEntity");

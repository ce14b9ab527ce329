import type { Collection } from "../../store/collection.ts";
import { checkPolicy, encoded } from "./documents.ts";
import { noSuchEntity, notFound } from "./errors.ts";
import { checkName } from "./names.ts";
import { findPolicy, nameOfPolicy } from "./policies.ts";
import type { Iam, IamContext, IamState, Principal } from "./state.ts";

// Roles, users and groups carry policies in the same way: inline ones of their own, and managed ones attached. The three
// sets of operations differ in nothing but the name of the member that names the principal.

type Kind = "role" | "user" | "group";

function collection(state: IamState, kind: Kind): Collection<Principal> {
  return { role: state.roles, user: state.users, group: state.groups }[kind] as unknown as Collection<Principal>;
}

function open(kind: Kind, name: string, { state, account }: IamContext): Principal {
  const principal = collection(state, kind).get(account, name);
  if (!principal) throw notFound(kind, name);
  return principal;
}

function change(
  kind: Kind,
  name: string,
  context: IamContext,
  apply: (principal: Principal) => Partial<Principal>,
): Record<string, never> {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const principal = open(kind, name, context);
    collection(state, kind).put([account, name], { ...principal, ...apply(principal) });
  });
  return {};
}

function put(kind: Kind, name: string, policy: string, document: string, context: IamContext) {
  checkName("policyName", policy, 128);
  checkPolicy(document);
  return change(kind, name, context, ({ inline }) => ({ inline: { ...inline, [policy]: document } }));
}

function get(kind: Kind, name: string, policy: string, context: IamContext) {
  const document = open(kind, name, context).inline[policy];
  if (document === undefined) throw noSuchEntity(`The ${kind} policy with name ${policy} cannot be found.`);
  return { PolicyName: policy, PolicyDocument: encoded(document) };
}

function remove(kind: Kind, name: string, policy: string, context: IamContext) {
  return change(kind, name, context, ({ inline: { [policy]: found, ...inline } }) => {
    if (found === undefined) throw noSuchEntity(`The ${kind} policy with name ${policy} cannot be found.`);
    return { inline };
  });
}

function list(kind: Kind, name: string, context: IamContext) {
  return { PolicyNames: Object.keys(open(kind, name, context).inline).sort(), IsTruncated: false };
}

function attach(kind: Kind, name: string, arn: string, context: IamContext) {
  findPolicy(arn, context);
  return change(kind, name, context, ({ attached }) => ({
    attached: attached.includes(arn) ? attached : [...attached, arn],
  }));
}

function detach(kind: Kind, name: string, arn: string, context: IamContext) {
  return change(kind, name, context, ({ attached }) => {
    if (!attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    return { attached: attached.filter((one) => one !== arn) };
  });
}

function listAttached(kind: Kind, name: string, prefix: string | undefined, context: IamContext) {
  const arns = open(kind, name, context).attached.filter((arn) =>
    (arn.split(/:(?:policy)/)[1] ?? "").startsWith(prefix ?? ""),
  );
  return {
    AttachedPolicies: arns.map((PolicyArn) => ({ PolicyName: nameOfPolicy(PolicyArn), PolicyArn })),
    IsTruncated: false,
  };
}

export const putRolePolicy: Iam["PutRolePolicy"] = (input, context) =>
  put("role", input.RoleName, input.PolicyName, input.PolicyDocument, context);
export const putUserPolicy: Iam["PutUserPolicy"] = (input, context) =>
  put("user", input.UserName, input.PolicyName, input.PolicyDocument, context);
export const putGroupPolicy: Iam["PutGroupPolicy"] = (input, context) =>
  put("group", input.GroupName, input.PolicyName, input.PolicyDocument, context);

export const getRolePolicy: Iam["GetRolePolicy"] = ({ RoleName, PolicyName }, context) => ({
  RoleName,
  ...get("role", RoleName, PolicyName, context),
});
export const getUserPolicy: Iam["GetUserPolicy"] = ({ UserName, PolicyName }, context) => ({
  UserName,
  ...get("user", UserName, PolicyName, context),
});
export const getGroupPolicy: Iam["GetGroupPolicy"] = ({ GroupName, PolicyName }, context) => ({
  GroupName,
  ...get("group", GroupName, PolicyName, context),
});

export const deleteRolePolicy: Iam["DeleteRolePolicy"] = (input, context) =>
  remove("role", input.RoleName, input.PolicyName, context);
export const deleteUserPolicy: Iam["DeleteUserPolicy"] = (input, context) =>
  remove("user", input.UserName, input.PolicyName, context);
export const deleteGroupPolicy: Iam["DeleteGroupPolicy"] = (input, context) =>
  remove("group", input.GroupName, input.PolicyName, context);

export const listRolePolicies: Iam["ListRolePolicies"] = ({ RoleName }, context) => list("role", RoleName, context);
export const listUserPolicies: Iam["ListUserPolicies"] = ({ UserName }, context) => list("user", UserName, context);
export const listGroupPolicies: Iam["ListGroupPolicies"] = ({ GroupName }, context) =>
  list("group", GroupName, context);

export const attachRolePolicy: Iam["AttachRolePolicy"] = ({ RoleName, PolicyArn }, context) =>
  attach("role", RoleName, PolicyArn, context);
export const attachUserPolicy: Iam["AttachUserPolicy"] = ({ UserName, PolicyArn }, context) =>
  attach("user", UserName, PolicyArn, context);
export const attachGroupPolicy: Iam["AttachGroupPolicy"] = ({ GroupName, PolicyArn }, context) =>
  attach("group", GroupName, PolicyArn, context);

export const detachRolePolicy: Iam["DetachRolePolicy"] = ({ RoleName, PolicyArn }, context) =>
  detach("role", RoleName, PolicyArn, context);
export const detachUserPolicy: Iam["DetachUserPolicy"] = ({ UserName, PolicyArn }, context) =>
  detach("user", UserName, PolicyArn, context);
export const detachGroupPolicy: Iam["DetachGroupPolicy"] = ({ GroupName, PolicyArn }, context) =>
  detach("group", GroupName, PolicyArn, context);

export const listAttachedRolePolicies: Iam["ListAttachedRolePolicies"] = (input, context) =>
  listAttached("role", input.RoleName, input.PathPrefix, context);
export const listAttachedUserPolicies: Iam["ListAttachedUserPolicies"] = (input, context) =>
  listAttached("user", input.UserName, input.PathPrefix, context);
export const listAttachedGroupPolicies: Iam["ListAttachedGroupPolicies"] = (input, context) =>
  listAttached("group", input.GroupName, input.PathPrefix, context);

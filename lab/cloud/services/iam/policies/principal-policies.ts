import { AwsError } from "../../../errors.ts";
import { own } from "../../../own.ts";
import type { Collection } from "../../../store/collection.ts";
import { type Paging, paged, pagedInOrder } from "../entities/names.ts";
import { checkQuota, INLINE_SIZE, sizeOf } from "../entities/quotas.ts";
import { limitExceeded, noSuchEntity, notFound } from "../errors.ts";
import type { Principal, Role } from "../records.ts";
import { checkModifiable } from "../roles/roles.ts";
import type { Iam, IamContext, IamState } from "../state.ts";
import { checkPolicy, encoded } from "./documents.ts";
import { attachedPolicy, checkPolicyArn, hasPolicy, pathOfPolicy } from "./policies.ts";

// Roles, users and groups carry policies in the same way: inline ones of their own, and managed ones attached. The three
// sets of operations differ in nothing but the name of the member that names the principal.

type Kind = "role" | "user" | "group";

const PER_PRINCIPAL = { role: "PoliciesPerRole", user: "PoliciesPerUser", group: "PoliciesPerGroup" } as const;

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
    if (kind === "role") checkModifiable(principal as Role);
    collection(state, kind).put([account, name], { ...principal, ...apply(principal) });
  });
  return {};
}

function put(kind: Kind, name: string, policy: string, document: string, context: IamContext) {
  checkPolicy(document);
  return change(kind, name, context, (principal) => {
    const inline = { ...principal.inline, [policy]: document };
    const size = Object.values(inline).reduce((sum, text) => sum + sizeOf(text), 0);
    if (size > INLINE_SIZE[kind])
      throw limitExceeded(`Maximum policy size of ${INLINE_SIZE[kind]} bytes exceeded for ${kind} ${name}`);
    return { inline };
  });
}

function get(kind: Kind, name: string, policy: string, context: IamContext) {
  const document = own(open(kind, name, context).inline, policy);
  if (document === undefined) throw noSuchEntity(`The ${kind} policy with name ${policy} cannot be found.`);
  return { PolicyName: policy, PolicyDocument: encoded(document) };
}

function remove(kind: Kind, name: string, policy: string, context: IamContext) {
  return change(kind, name, context, (principal) => {
    if (own(principal.inline, policy) === undefined)
      throw noSuchEntity(`The ${kind} policy with name ${policy} cannot be found.`);
    const { [policy]: _, ...inline } = principal.inline;
    return { inline };
  });
}

function list(kind: Kind, name: string, input: Paging, context: IamContext) {
  const names = Object.keys(open(kind, name, context).inline).map((one) => ({ name: one }));
  const { page, marker } = paged(names, input);
  return { PolicyNames: page.map((one) => one.name), ...marker };
}

function attach(kind: Kind, name: string, arn: string, context: IamContext) {
  checkPolicyArn(arn);
  if (!hasPolicy(arn, context)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  if (pathOfPolicy(arn) === "/aws-service-role/" && kind === "role")
    throw new AwsError("PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role.");
  return change(kind, name, context, ({ attached }) => {
    if (attached.includes(arn)) return { attached };
    checkQuota(PER_PRINCIPAL[kind], attached.length + 1);
    return { attached: [...attached, arn] };
  });
}

function detach(kind: Kind, name: string, arn: string, context: IamContext) {
  return change(kind, name, context, ({ attached }) => {
    if (!attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    return { attached: attached.filter((one) => one !== arn) };
  });
}

function listAttached(kind: Kind, name: string, input: Paging & { PathPrefix?: string }, context: IamContext) {
  const arns = open(kind, name, context).attached.filter((arn) =>
    pathOfPolicy(arn).startsWith(input.PathPrefix ?? "/"),
  );
  const { page, marker } = pagedInOrder(arns, input);
  return { AttachedPolicies: page.map(attachedPolicy), ...marker };
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

export const listRolePolicies: Iam["ListRolePolicies"] = (input, context) =>
  list("role", input.RoleName, input, context);
export const listUserPolicies: Iam["ListUserPolicies"] = (input, context) =>
  list("user", input.UserName, input, context);
export const listGroupPolicies: Iam["ListGroupPolicies"] = (input, context) =>
  list("group", input.GroupName, input, context);

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
  listAttached("role", input.RoleName, input, context);
export const listAttachedUserPolicies: Iam["ListAttachedUserPolicies"] = (input, context) =>
  listAttached("user", input.UserName, input, context);
export const listAttachedGroupPolicies: Iam["ListAttachedGroupPolicies"] = (input, context) =>
  listAttached("group", input.GroupName, input, context);

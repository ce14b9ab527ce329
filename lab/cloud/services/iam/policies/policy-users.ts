import { listOf, type PolicyDocument } from "../../../auth/policy/document.ts";
import { documentOf } from "../../../auth/policy/parsed.ts";
import { isLike } from "../../../patterns/wildcards.ts";
import { pagedInOrder } from "../entities/names.ts";
import { noSuchEntity, validationError } from "../errors.ts";
import { openGroup } from "../groups/groups.ts";
import type { Group, Principal, Role, User } from "../records.ts";
import { openRole } from "../roles/roles.ts";
import type { Iam, IamContext } from "../state.ts";
import { openUser } from "../users/users.ts";
import { findPolicy, nameOfPolicy } from "./policies.ts";

// Who has which policies, and what for.

type Entity = { readonly kind: "User" | "Role" | "Group"; readonly principal: Principal & { boundary?: string } };

export const listEntitiesForPolicy: Iam["ListEntitiesForPolicy"] = (input, context) => {
  const { PolicyArn, EntityFilter, PathPrefix = "/", PolicyUsageFilter } = input;
  findPolicy(PolicyArn, context);
  const matching = entities(context).filter(({ kind, principal }) => {
    if (EntityFilter !== undefined && EntityFilter !== kind) return false;
    const isAttached = PolicyUsageFilter !== "PermissionsBoundary" && principal.attached.includes(PolicyArn);
    const isBoundary = PolicyUsageFilter !== "PermissionsPolicy" && principal.boundary === PolicyArn;
    return principal.path.startsWith(PathPrefix) && (isAttached || isBoundary);
  });
  const { page, marker } = pagedInOrder(matching, input);
  const of = (wanted: Entity["kind"]) => page.filter(({ kind }) => kind === wanted).map(({ principal }) => principal);
  return {
    PolicyGroups: of("Group").map(({ name, id }) => ({ GroupName: name, GroupId: id })),
    PolicyUsers: of("User").map(({ name, id }) => ({ UserName: name, UserId: id })),
    PolicyRoles: of("Role").map(({ name, id }) => ({ RoleName: name, RoleId: id })),
    ...marker,
  };
};

/** By which of its policies a user, a group or a role may use services; a user's groups count as well. */
export const listPoliciesGrantingServiceAccess: Iam["ListPoliciesGrantingServiceAccess"] = (input, context) => {
  const { Arn, ServiceNamespaces } = input;
  const held = policiesHeldBy(Arn, context);
  const all = ServiceNamespaces.map((ServiceNamespace) => {
    if (!/^[\w-]{1,64}$/.test(ServiceNamespace))
      throw validationError(`The service namespace ${ServiceNamespace} is not valid.`);
    const Policies = held.filter(({ document }) => grants(document, ServiceNamespace)).map(({ shown }) => shown);
    return { ServiceNamespace, Policies };
  });
  const { page, marker } = pagedInOrder(all, { Marker: input.Marker });
  return { PoliciesGrantingServiceAccess: page, ...marker };
};

/** Whether a policy allows anything at all in a service. */
export function grants(document: PolicyDocument, namespace: string): boolean {
  return listOf(document.Statement).some(({ Effect, Action, NotAction }) => {
    if (Effect !== "Allow") return false;
    const whole = `${namespace}:*`;
    if (NotAction !== undefined) return !listOf(NotAction).some((one) => isLike(whole, one, true));
    return listOf(Action).some((one) => one === "*" || isLike(namespace, one.split(":")[0] ?? "", true));
  });
}

/** The policies that a user, group or role has, with how IAM shows them. */
function policiesHeldBy(arn: string, context: IamContext) {
  return holders(arn, context).flatMap(({ kind, principal }) => {
    const entity = { EntityType: kind.toUpperCase() as "USER" | "ROLE" | "GROUP", EntityName: principal.name };
    const inline = Object.entries(principal.inline).map(([PolicyName, text]) => ({
      document: documentOf(text),
      shown: { PolicyName, PolicyType: "INLINE" as const, ...entity },
    }));
    const managed = principal.attached.flatMap((PolicyArn) => {
      const text = context.cloud.identities.managedDocument(PolicyArn);
      const shown = { PolicyName: nameOfPolicy(PolicyArn), PolicyType: "MANAGED" as const, PolicyArn };
      return text === undefined ? [] : [{ document: documentOf(text), shown }];
    });
    return [...managed, ...inline];
  });
}

/** Whose policies count for the principal of an ARN: its own, and those of a user's groups. */
export function holders(arn: string, context: IamContext): Entity[] {
  const principal = openArn(arn, context);
  if (principal.kind !== "User") return [principal];
  const { groups } = principal.principal as User;
  return [principal, ...groups.map((name) => ({ kind: "Group" as const, principal: openGroup(name, context) }))];
}

function openArn(arn: string, context: IamContext): Entity {
  const [, account, kind] = /^arn:aws:iam::(\d{12}):(user|role|group)\//.exec(arn) ?? [];
  if (kind === undefined) throw validationError(`ARN ${arn} is not valid.`);
  if (account !== context.account) throw noSuchEntity(`ARN ${arn} cannot be found.`);
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  if (kind === "user") return { kind: "User", principal: openUser(name, context) as Entity["principal"] };
  if (kind === "role") return { kind: "Role", principal: openRole(name, context) as Entity["principal"] };
  return { kind: "Group", principal: openGroup(name, context) };
}

/** All users, groups and roles of the account. */
function entities({ state, account }: IamContext): Entity[] {
  const all = <T extends Group | User | Role>(kind: Entity["kind"], values: Iterable<T>) =>
    [...values].map((principal) => ({ kind, principal: principal as Entity["principal"] }));
  const range = { under: [account] };
  return [
    ...all("Group", state.groups.values(range)),
    ...all("User", state.users.values(range)),
    ...all("Role", state.roles.values(range)),
  ];
}

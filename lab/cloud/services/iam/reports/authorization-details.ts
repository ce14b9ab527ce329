import type { EntityType } from "@aws-sdk/client-iam";
import { pagedInOrder } from "../entities/names.ts";
import { tagList } from "../entities/tags.ts";
import { described as describedGroup } from "../groups/groups.ts";
import { described as describedProfile, profilesOf } from "../instance-profiles/instance-profiles.ts";
import { awsManaged } from "../policies/aws-managed.ts";
import { boundaryOf } from "../policies/boundaries.ts";
import { encoded } from "../policies/documents.ts";
import { attachedPolicy, briefly as brieflyPolicy, type Usage, usageOf } from "../policies/policies.ts";
import { describedVersion } from "../policies/policy-versions.ts";
import type { ManagedPolicy, Principal, Role, User } from "../records.ts";
import { briefly as brieflyRole, lastUsed } from "../roles/roles.ts";
import type { Iam, IamContext } from "../state.ts";
import { briefly as brieflyUser } from "../users/users.ts";

/** Everybody in the account with all policies, and the policies with all versions. Of AWS's own those that are in use. */
export const getAccountAuthorizationDetails: Iam["GetAccountAuthorizationDetails"] = (input, context) => {
  const { state, account } = context;
  const { Filter = [] } = input;
  const range = { under: [account] };
  const usage = usageOf(context);
  const kind = <T>(type: EntityType, values: Iterable<T>) =>
    Filter.length === 0 || Filter.includes(type) ? [...values].map((value) => [type, value] as const) : [];
  const all = [
    ...kind("User", state.users.values(range)),
    ...kind("Group", state.groups.values(range)),
    ...kind("Role", state.roles.values(range)),
    ...kind("LocalManagedPolicy", state.policies.values(range)),
    ...kind(
      "AWSManagedPolicy",
      [...usage.keys()].sort().flatMap((arn) => (arn.startsWith("arn:aws:iam::aws:") ? (awsManaged(arn) ?? []) : [])),
    ),
  ];
  const { page, marker } = pagedInOrder(all, input);
  const of = <T>(...types: EntityType[]) => page.flatMap(([type, value]) => (types.includes(type) ? [value as T] : []));
  return {
    UserDetailList: of<User>("User").map((user) => userDetail(user, context)),
    GroupDetailList: of<Principal>("Group").map((group) => ({
      ...describedGroup(group, account),
      ...policiesOf(group, "GroupPolicyList"),
    })),
    RoleDetailList: of<Role>("Role").map((role) => roleDetail(role, context)),
    Policies: of<ManagedPolicy>("LocalManagedPolicy", "AWSManagedPolicy").map((policy) =>
      policyDetail(policy, context, usage),
    ),
    ...marker,
  };
};

function userDetail(user: User, { account }: IamContext) {
  return {
    ...brieflyUser(user, account),
    ...policiesOf(user, "UserPolicyList"),
    GroupList: [...user.groups],
    ...boundaryOf(user.boundary),
    Tags: tagList(user.tags),
  };
}

function roleDetail(role: Role, context: IamContext) {
  const { Description: _, MaxSessionDuration: __, ...brief } = brieflyRole(role, context.account);
  return {
    ...brief,
    ...policiesOf(role, "RolePolicyList"),
    InstanceProfileList: profilesOf(role.name, context).map((profile) => describedProfile(profile, context)),
    ...boundaryOf(role.boundary),
    ...lastUsed(role, context),
    Tags: tagList(role.tags),
  };
}

function policyDetail(policy: ManagedPolicy, context: IamContext, usage: Usage) {
  const newestFirst = [...policy.versions].reverse();
  return {
    ...brieflyPolicy(policy, context, usage),
    Description: policy.description,
    PolicyVersionList: newestFirst.map((version) => ({
      ...describedVersion(version, policy),
      Document: encoded(version.document),
    })),
  };
}

/** Inline policies, under the name that the list has for this kind of principal, and attached ones. */
function policiesOf({ inline, attached }: Principal, list: "UserPolicyList" | "GroupPolicyList" | "RolePolicyList") {
  const inlined = Object.entries(inline).map(([PolicyName, text]) => ({ PolicyName, PolicyDocument: encoded(text) }));
  return { [list]: inlined, AttachedManagedPolicies: attached.map(attachedPolicy) };
}

import { AwsError } from "../../errors.ts";
import { awsManagedArns, awsManagedDocument } from "./aws-managed.ts";
import { checkPolicy, encoded } from "./documents.ts";
import { deleteConflict, noSuchEntity } from "./errors.ts";
import { checkName, checkPath, paged } from "./names.ts";
import { arnOf, type Iam, type IamContext, type ManagedPolicy, uniqueId } from "./state.ts";

const MOST_VERSIONS = 5;

export const createPolicy: Iam["CreatePolicy"] = (input, context) => {
  const { cloud, state, account } = context;
  const { PolicyName: name } = input;
  checkName("policyName", name, 128);
  const created = cloud.clock.now();
  const policy: ManagedPolicy = {
    name,
    id: uniqueId("ANPA"),
    path: checkPath(input.Path),
    created,
    updated: created,
    description: input.Description,
    versions: [{ id: "v1", document: checkPolicy(input.PolicyDocument), created }],
    defaultVersion: "v1",
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value])),
  };
  cloud.store.write(() => {
    if (state.policies.has(account, name))
      throw new AwsError(
        "EntityAlreadyExists",
        `A policy called ${name} already exists. Duplicate names are not allowed.`,
        409,
      );
    state.policies.put([account, name], policy);
  });
  return { Policy: described(policy, context) };
};

export const getPolicy: Iam["GetPolicy"] = ({ PolicyArn }, context) => ({
  Policy: described(findPolicy(PolicyArn, context), context),
});

export const listPolicies: Iam["ListPolicies"] = (input, context) => {
  const { Scope = "All", OnlyAttached = false, PathPrefix = "/" } = input;
  const own = Scope === "AWS" ? [] : [...context.state.policies.values({ under: [context.account] })];
  const aws = Scope === "Local" ? [] : awsManagedArns.map(awsManaged);
  const matching = [...own, ...aws]
    .filter(
      (policy) =>
        policy.path.startsWith(PathPrefix) && (!OnlyAttached || attachments(arnIn(policy, context), context) > 0),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const { page, marker } = paged(matching, input);
  return { Policies: page.map((policy) => described(policy, context)), ...marker };
};

export const deletePolicy: Iam["DeletePolicy"] = ({ PolicyArn }, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const { name, versions } = findPolicy(PolicyArn, context);
    if (attachments(PolicyArn, context) > 0) throw deleteConflict("Cannot delete a policy attached to entities.");
    if (versions.length > 1)
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    state.policies.delete(account, name);
  });
  return {};
};

export const createPolicyVersion: Iam["CreatePolicyVersion"] = (
  { PolicyArn, PolicyDocument, SetAsDefault = false },
  context,
) => {
  const document = checkPolicy(PolicyDocument);
  const created = context.cloud.clock.now();
  const policy = change(PolicyArn, context, (before) => {
    if (before.versions.length >= MOST_VERSIONS) {
      throw new AwsError(
        "LimitExceeded",
        `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
        409,
      );
    }
    const id = `v${Math.max(...before.versions.map((version) => Number(version.id.slice(1)))) + 1}`;
    const versions = [...before.versions, { id, document, created }];
    return { ...before, versions, updated: created, defaultVersion: SetAsDefault ? id : before.defaultVersion };
  });
  const id = policy.versions.at(-1)?.id as string;
  return { PolicyVersion: { VersionId: id, IsDefaultVersion: SetAsDefault, CreateDate: new Date(created) } };
};

export const getPolicyVersion: Iam["GetPolicyVersion"] = ({ PolicyArn, VersionId }, context) => {
  const policy = findPolicy(PolicyArn, context);
  const { id, document, created } = versionOf(policy, VersionId, PolicyArn);
  return {
    PolicyVersion: {
      VersionId: id,
      Document: encoded(document),
      IsDefaultVersion: id === policy.defaultVersion,
      CreateDate: new Date(created),
    },
  };
};

export const listPolicyVersions: Iam["ListPolicyVersions"] = ({ PolicyArn }, context) => {
  const { versions, defaultVersion } = findPolicy(PolicyArn, context);
  const newestFirst = [...versions].reverse();
  return {
    Versions: newestFirst.map(({ id, created }) => ({
      VersionId: id,
      IsDefaultVersion: id === defaultVersion,
      CreateDate: new Date(created),
    })),
    IsTruncated: false,
  };
};

export const setDefaultPolicyVersion: Iam["SetDefaultPolicyVersion"] = ({ PolicyArn, VersionId }, context) => {
  change(PolicyArn, context, (policy) => ({ ...policy, defaultVersion: versionOf(policy, VersionId, PolicyArn).id }));
  return {};
};

export const deletePolicyVersion: Iam["DeletePolicyVersion"] = ({ PolicyArn, VersionId }, context) => {
  change(PolicyArn, context, (policy) => {
    if (versionOf(policy, VersionId, PolicyArn).id === policy.defaultVersion)
      throw deleteConflict("Cannot delete the default version of a policy.");
    return { ...policy, versions: policy.versions.filter(({ id }) => id !== VersionId) };
  });
  return {};
};

/** A managed policy by its ARN: one of the account's, or one of AWS's. */
export function findPolicy(arn: string, { state, account }: IamContext): ManagedPolicy {
  if (arn.startsWith("arn:aws:iam::aws:policy/") && awsManagedDocument(arn)) return awsManaged(arn);
  const policy = state.policies.get(account, nameOfPolicy(arn));
  if (!policy || arnOf(account, "policy", policy) !== arn)
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  return policy;
}

export function nameOfPolicy(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function awsManaged(arn: string): ManagedPolicy {
  const name = nameOfPolicy(arn);
  const path = arn.slice("arn:aws:iam::aws:policy".length, -name.length);
  const document = awsManagedDocument(arn) as string;
  const id = `ANPA${Buffer.from(name).toString("hex").toUpperCase().slice(0, 17).padEnd(17, "A")}`;
  return {
    name,
    id,
    path,
    created: 0,
    updated: 0,
    versions: [{ id: "v1", document, created: 0 }],
    defaultVersion: "v1",
    tags: {},
  };
}

function arnIn(policy: ManagedPolicy, { account, state }: IamContext): string {
  return state.policies.get(account, policy.name)?.id === policy.id
    ? arnOf(account, "policy", policy)
    : `arn:aws:iam::aws:policy${policy.path}${policy.name}`;
}

function attachments(arn: string, { state, account }: IamContext): number {
  const principals = [state.roles, state.users, state.groups].flatMap((collection) => [
    ...collection.values({ under: [account] }),
  ]);
  return principals.filter(({ attached }) => attached.includes(arn)).length;
}

function change(arn: string, context: IamContext, apply: (policy: ManagedPolicy) => ManagedPolicy): ManagedPolicy {
  const { cloud, state, account } = context;
  return cloud.store.write(() => {
    const policy = apply(findPolicy(arn, context));
    state.policies.put([account, policy.name], policy);
    return policy;
  });
}

function versionOf(policy: ManagedPolicy, id: string, arn: string): ManagedPolicy["versions"][number] {
  const version = policy.versions.find((one) => one.id === id);
  if (!version) throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);
  return version;
}

function described(policy: ManagedPolicy, context: IamContext) {
  const Arn = arnIn(policy, context);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attachments(Arn, context),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: new Date(policy.created),
    UpdateDate: new Date(policy.updated),
    Tags: Object.entries(policy.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

import { awsManagedPolicies } from "../../../auth/aws-managed.ts";
import { AwsError } from "../../../errors.ts";
import { uniqueId } from "../entities/ids.ts";
import { nameUsage, paged, pagedInOrder } from "../entities/names.ts";
import { checkQuota, sizeOf } from "../entities/quotas.ts";
import { tagList, tagsIfAny, withoutTags, withTags } from "../entities/tags.ts";
import { deleteConflict, noSuchEntity, validationError } from "../errors.ts";
import type { ManagedPolicy, Principal } from "../records.ts";
import { arnOf, type Iam, type IamContext } from "../state.ts";
import { awsManaged } from "./aws-managed.ts";
import { checkManagedPolicy } from "./documents.ts";

export const createPolicy: Iam["CreatePolicy"] = (input, context) => {
  const { cloud, state, account } = context;
  const { PolicyName: name } = input;
  const created = cloud.clock.now();
  const policy: ManagedPolicy = {
    name,
    id: uniqueId("ANPA"),
    path: input.Path ?? "/",
    created,
    updated: created,
    description: input.Description,
    versions: [{ id: "v1", document: checkedDocument(input.PolicyDocument), created }],
    defaultVersion: "v1",
    tags: withTags({}, input.Tags),
  };
  cloud.store.write(() => {
    const { count, taken } = nameUsage(state.policies, account, name);
    checkQuota("PoliciesPerAccount", count + 1);
    if (taken)
      throw new AwsError(
        "EntityAlreadyExists",
        `A policy called ${name} already exists. Duplicate names are not allowed.`,
      );
    state.policies.put([account, name], policy);
  });
  return { Policy: { ...briefly(policy, context, usageOf(context)), ...tagsIfAny(policy.tags) } };
};

export const getPolicy: Iam["GetPolicy"] = ({ PolicyArn }, context) => ({
  Policy: described(findPolicy(PolicyArn, context), context),
});

export const listPolicies: Iam["ListPolicies"] = (input, context) => {
  const { Scope = "All", OnlyAttached = false, PathPrefix = "/", PolicyUsageFilter } = input;
  const usage = usageOf(context);
  // Used as what the filter says; or as anything, without one.
  const isUsed = (arn: string) => {
    const { attached = 0, boundary = 0 } = usage.get(arn) ?? {};
    if (PolicyUsageFilter === "PermissionsPolicy") return attached > 0;
    if (PolicyUsageFilter === "PermissionsBoundary") return boundary > 0;
    return attached + boundary > 0;
  };
  const own = Scope === "AWS" ? [] : [...context.state.policies.values({ under: [context.account] })];
  const aws = Scope === "Local" ? [] : [...awsManagedPolicies.arns()].flatMap((arn) => awsManaged(arn) ?? []);
  const isFiltered = OnlyAttached || PolicyUsageFilter !== undefined;
  const matching = [...own, ...aws].filter(
    (policy) => policy.path.startsWith(PathPrefix) && (!isFiltered || isUsed(arnIn(policy, context))),
  );
  const { page, marker } = paged(matching, input);
  // Lists leave tags and descriptions to GetPolicy.
  return { Policies: page.map((policy) => briefly(policy, context, usage)), ...marker };
};

export const deletePolicy: Iam["DeletePolicy"] = ({ PolicyArn }, context) => {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    checkOwn(PolicyArn);
    const { name, versions } = findPolicy(PolicyArn, context);
    if (usageOf(context).has(PolicyArn)) throw deleteConflict("Cannot delete a policy attached to entities.");
    if (versions.length > 1)
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    state.policies.delete(account, name);
  });
  return {};
};

export const tagPolicy: Iam["TagPolicy"] = ({ PolicyArn, Tags }, context) => {
  changePolicy(PolicyArn, context, (policy) => ({ ...policy, tags: withTags(policy.tags, Tags) }));
  return {};
};

export const untagPolicy: Iam["UntagPolicy"] = ({ PolicyArn, TagKeys }, context) => {
  changePolicy(PolicyArn, context, (policy) => ({ ...policy, tags: withoutTags(policy.tags, TagKeys) }));
  return {};
};

export const listPolicyTags: Iam["ListPolicyTags"] = (input, context) => {
  const { page, marker } = pagedInOrder(tagList(findPolicy(input.PolicyArn, context).tags), input);
  return { Tags: page, ...marker };
};

/** A managed policy by its ARN: one of the account's, or one of AWS's. */
export function findPolicy(arn: string, context: IamContext): ManagedPolicy {
  checkPolicyArn(arn);
  const policy = lookUp(arn, context);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** Whether there is a managed policy of this ARN. */
export function hasPolicy(arn: string, context: IamContext): boolean {
  return lookUp(arn, context) !== undefined;
}

function lookUp(arn: string, { state, account }: IamContext): ManagedPolicy | undefined {
  if (isAwsManaged(arn)) return awsManaged(arn);
  const policy = state.policies.get(account, nameOfPolicy(arn));
  return policy && arnOf(account, "policy", policy) === arn ? policy : undefined;
}

export function checkPolicyArn(arn: string): void {
  if (!/^arn:aws:iam::(\d{12}|aws):policy\/./.test(arn)) throw validationError(`ARN ${arn} is not valid.`);
}

function isAwsManaged(arn: string): boolean {
  return arn.startsWith("arn:aws:iam::aws:policy/");
}

export function nameOfPolicy(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

export function pathOfPolicy(arn: string): string {
  return arn.slice(arn.indexOf("/"), arn.lastIndexOf("/") + 1);
}

export function attachedPolicy(PolicyArn: string) {
  return { PolicyName: nameOfPolicy(PolicyArn), PolicyArn };
}

/** The text of a managed policy, as it may be. */
export function checkedDocument(text: string): string {
  checkManagedPolicy(text);
  checkQuota("PolicySize", sizeOf(text));
  return text;
}

export function arnIn(policy: ManagedPolicy, { account, state }: IamContext): string {
  return state.policies.get(account, policy.name)?.id === policy.id
    ? arnOf(account, "policy", policy)
    : `arn:aws:iam::aws:policy${policy.path}${policy.name}`;
}

/** How many principals have a policy attached, and how many have it as their boundary, by its ARN. */
export type Usage = ReadonlyMap<string, { readonly attached: number; readonly boundary: number }>;

export function usageOf({ state, account }: IamContext): Usage {
  const usage = new Map<string, { attached: number; boundary: number }>();
  const count = (arn: string, kind: "attached" | "boundary") => {
    const one = usage.get(arn) ?? { attached: 0, boundary: 0 };
    one[kind] += 1;
    usage.set(arn, one);
  };
  for (const collection of [state.roles, state.users, state.groups]) {
    for (const principal of collection.values({ under: [account] }) as Iterable<Principal & { boundary?: string }>) {
      for (const arn of principal.attached) count(arn, "attached");
      if (principal.boundary !== undefined) count(principal.boundary, "boundary");
    }
  }
  return usage;
}

/** Changes a policy of the account. AWS's are nobody else's to change. */
export function changePolicy(
  arn: string,
  context: IamContext,
  apply: (policy: ManagedPolicy) => ManagedPolicy,
): ManagedPolicy {
  const { cloud, state, account } = context;
  checkOwn(arn);
  return cloud.store.write(() => {
    const policy = apply(findPolicy(arn, context));
    state.policies.put([account, policy.name], policy);
    return policy;
  });
}

function checkOwn(arn: string): void {
  if (isAwsManaged(arn))
    throw new AwsError("AccessDenied", `Cannot perform the operation on the AWS managed policy ${arn}.`, 403);
}

export function described(policy: ManagedPolicy, context: IamContext) {
  return {
    ...briefly(policy, context, usageOf(context)),
    Description: policy.description,
    Tags: tagList(policy.tags),
  };
}

/** A policy, as lists have it. */
export function briefly(policy: ManagedPolicy, context: IamContext, usage: Usage) {
  const Arn = arnIn(policy, context);
  const { attached = 0, boundary = 0 } = usage.get(Arn) ?? {};
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attached,
    PermissionsBoundaryUsageCount: boundary,
    IsAttachable: true,
    CreateDate: new Date(policy.created),
    UpdateDate: new Date(policy.updated),
  };
}

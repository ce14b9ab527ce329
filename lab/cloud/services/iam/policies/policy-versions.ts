import { AwsError } from "../../../errors.ts";
import { pagedInOrder } from "../entities/names.ts";
import { QUOTAS } from "../entities/quotas.ts";
import { deleteConflict, noSuchEntity } from "../errors.ts";
import type { ManagedPolicy } from "../records.ts";
import type { Iam } from "../state.ts";
import { encoded } from "./documents.ts";
import { changePolicy, checkedDocument, findPolicy } from "./policies.ts";

type Version = ManagedPolicy["versions"][number];

export const createPolicyVersion: Iam["CreatePolicyVersion"] = (
  { PolicyArn, PolicyDocument, SetAsDefault = false },
  context,
) => {
  const document = checkedDocument(PolicyDocument);
  const created = context.cloud.clock.now();
  const policy = changePolicy(PolicyArn, context, (before) => {
    if (before.versions.length >= QUOTAS.VersionsPerPolicy) {
      throw new AwsError(
        "LimitExceeded",
        `A managed policy can have up to ${QUOTAS.VersionsPerPolicy} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const number = numberOfLast(before) + 1;
    const id = `v${number}`;
    const versions = [...before.versions, { id, document, created }];
    const defaultVersion = SetAsDefault ? id : before.defaultVersion;
    return { ...before, versions, lastVersion: number, updated: created, defaultVersion };
  });
  const id = policy.versions.at(-1)?.id as string;
  return { PolicyVersion: { VersionId: id, IsDefaultVersion: SetAsDefault, CreateDate: new Date(created) } };
};

export const getPolicyVersion: Iam["GetPolicyVersion"] = ({ PolicyArn, VersionId }, context) => {
  const policy = findPolicy(PolicyArn, context);
  const version = versionOf(policy, VersionId, PolicyArn);
  return { PolicyVersion: { ...describedVersion(version, policy), Document: encoded(version.document) } };
};

export const listPolicyVersions: Iam["ListPolicyVersions"] = (input, context) => {
  const policy = findPolicy(input.PolicyArn, context);
  const { page, marker } = pagedInOrder([...policy.versions].reverse(), input);
  return { Versions: page.map((version) => describedVersion(version, policy)), ...marker };
};

export const setDefaultPolicyVersion: Iam["SetDefaultPolicyVersion"] = ({ PolicyArn, VersionId }, context) => {
  changePolicy(PolicyArn, context, (policy) => ({
    ...policy,
    defaultVersion: versionOf(policy, VersionId, PolicyArn).id,
  }));
  return {};
};

export const deletePolicyVersion: Iam["DeletePolicyVersion"] = ({ PolicyArn, VersionId }, context) => {
  changePolicy(PolicyArn, context, (policy) => {
    if (versionOf(policy, VersionId, PolicyArn).id === policy.defaultVersion)
      throw deleteConflict("Cannot delete the default version of a policy.");
    const versions = policy.versions.filter(({ id }) => id !== VersionId);
    return { ...policy, versions, lastVersion: numberOfLast(policy) };
  });
  return {};
};

/** A version, without its document. */
export function describedVersion({ id, created }: Version, { defaultVersion }: ManagedPolicy) {
  return { VersionId: id, IsDefaultVersion: id === defaultVersion, CreateDate: new Date(created) };
}

/** The number of the last version that a policy has had: none is given twice, though versions are deleted. */
function numberOfLast({ lastVersion = 0, versions }: ManagedPolicy): number {
  return Math.max(lastVersion, ...versions.map(({ id }) => Number(id.slice(1))));
}

function versionOf(policy: ManagedPolicy, id: string, arn: string): Version {
  const version = policy.versions.find((one) => one.id === id);
  if (!version) throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);
  return version;
}

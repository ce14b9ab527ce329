import type { ImageTagMutabilityExclusionFilter } from "@aws-sdk/client-ecr";
import { AwsError } from "../../../errors.ts";
import { pageByKey } from "../../../service/paging.ts";
import { invalidParameter } from "../errors.ts";
import { emptyRepository } from "../images/images.ts";
import type { Repository } from "../records.ts";
import { registryHost } from "../registry/address.ts";
import type { Ecr, EcrContext } from "../state.ts";
import { checkRepositoryPolicy } from "./repository-policies.ts";

export const createRepository: Ecr["CreateRepository"] = (input, context) => {
  const { cloud, state, account, region } = context;
  const {
    repositoryName: name,
    imageTagMutability,
    imageScanningConfiguration,
    encryptionConfiguration,
    tags = [],
  } = input;
  const repository: Repository = {
    name,
    created: cloud.clock.now(),
    mutability: imageTagMutability ?? "MUTABLE",
    exclusions: exclusionsOf(imageTagMutability, input.imageTagMutabilityExclusionFilters),
    scanOnPush: imageScanningConfiguration?.scanOnPush ?? false,
    encryption: encryptionConfiguration?.encryptionType ?? "AES256",
    tags: Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value])),
  };
  cloud.store.write(() => {
    if (state.repositories.has(account, region, name)) {
      throw new AwsError(
        "RepositoryAlreadyExistsException",
        `The repository with name '${name}' already exists in the registry with id '${account}'`,
      );
    }
    state.repositories.put([account, region, name], repository);
  });
  return { repository: described(repository, context) };
};

export const describeRepositories: Ecr["DescribeRepositories"] = (
  { repositoryNames, maxResults = 100, nextToken },
  context,
) => {
  if (repositoryNames)
    return { repositories: repositoryNames.map((name) => described(openRepository(name, context), context)) };
  const { state, account, region } = context;
  const all = [...state.repositories.values({ under: [account, region] })];
  const request = { token: nextToken, size: maxResults, invalid: invalidToken };
  const { items, next } = pageByKey(all, ({ name }) => name, request);
  return {
    repositories: items.map((repository) => described(repository, context)),
    ...(next && { nextToken: next }),
  };
};

function invalidToken(): AwsError {
  const message = "Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid next token'";
  return new AwsError("InvalidParameterException", message);
}

export const deleteRepository: Ecr["DeleteRepository"] = ({ repositoryName, force }, context) => {
  const { cloud, state, account, region } = context;
  const repository = openRepository(repositoryName, context);
  cloud.store.write(() => {
    if (!force && state.images.first({ under: [account, region, repositoryName] })) {
      throw new AwsError(
        "RepositoryNotEmptyException",
        `The repository with name '${repositoryName}' in registry with id '${account}' cannot be deleted because it still contains images`,
      );
    }
    emptyRepository(repositoryName, context);
    state.repositories.delete(account, region, repositoryName);
  });
  return { repository: described(repository, context) };
};

export const putImageScanningConfiguration: Ecr["PutImageScanningConfiguration"] = (
  { repositoryName, imageScanningConfiguration },
  context,
) => {
  change(repositoryName, context, { scanOnPush: imageScanningConfiguration.scanOnPush ?? false });
  return { registryId: context.account, repositoryName, imageScanningConfiguration };
};

export const putImageTagMutability: Ecr["PutImageTagMutability"] = (
  { repositoryName, imageTagMutability, imageTagMutabilityExclusionFilters },
  context,
) => {
  const exclusions = exclusionsOf(imageTagMutability, imageTagMutabilityExclusionFilters);
  change(repositoryName, context, { mutability: imageTagMutability, exclusions });
  return { registryId: context.account, repositoryName, imageTagMutability, ...filtersOf(exclusions) };
};

export const putLifecyclePolicy: Ecr["PutLifecyclePolicy"] = ({ repositoryName, lifecyclePolicyText }, context) => {
  change(repositoryName, context, { lifecyclePolicy: lifecyclePolicyText });
  return { registryId: context.account, repositoryName, lifecyclePolicyText };
};

export const getLifecyclePolicy: Ecr["GetLifecyclePolicy"] = ({ repositoryName }, context) => {
  const { lifecyclePolicy: lifecyclePolicyText } = openRepository(repositoryName, context);
  if (lifecyclePolicyText === undefined)
    throw policyMissing("LifecyclePolicyNotFoundException", "Lifecycle policy", repositoryName, context);
  return { registryId: context.account, repositoryName, lifecyclePolicyText };
};

export const deleteLifecyclePolicy: Ecr["DeleteLifecyclePolicy"] = (input, context) => {
  const answer = getLifecyclePolicy(input, context);
  change(input.repositoryName, context, { lifecyclePolicy: undefined });
  return answer;
};

export const setRepositoryPolicy: Ecr["SetRepositoryPolicy"] = ({ repositoryName, policyText }, context) => {
  checkRepositoryPolicy(policyText);
  change(repositoryName, context, { policy: policyText });
  return { registryId: context.account, repositoryName, policyText };
};

export const getRepositoryPolicy: Ecr["GetRepositoryPolicy"] = ({ repositoryName }, context) => {
  const { policy: policyText } = openRepository(repositoryName, context);
  if (policyText === undefined)
    throw policyMissing("RepositoryPolicyNotFoundException", "Repository policy", repositoryName, context);
  return { registryId: context.account, repositoryName, policyText };
};

export const deleteRepositoryPolicy: Ecr["DeleteRepositoryPolicy"] = (input, context) => {
  const answer = getRepositoryPolicy(input, context);
  change(input.repositoryName, context, { policy: undefined });
  return answer;
};

export const listTagsForResource: Ecr["ListTagsForResource"] = ({ resourceArn }, context) => {
  const { tags } = openRepository(nameOf(resourceArn), context);
  return { tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
};

export const tagResource: Ecr["TagResource"] = ({ resourceArn, tags }, context) => {
  const name = nameOf(resourceArn);
  const added = Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  change(name, context, { tags: { ...openRepository(name, context).tags, ...added } });
  return {};
};

export const untagResource: Ecr["UntagResource"] = ({ resourceArn, tagKeys }, context) => {
  const name = nameOf(resourceArn);
  const kept = Object.entries(openRepository(name, context).tags).filter(([key]) => !tagKeys.includes(key));
  change(name, context, { tags: Object.fromEntries(kept) });
  return {};
};

/** A repository. Throws RepositoryNotFoundException. */
export function openRepository(name: string, { state, account, region }: EcrContext): Repository {
  const repository = state.repositories.get(account, region, name);
  if (repository) return repository;
  throw new AwsError(
    "RepositoryNotFoundException",
    `The repository with name '${name}' does not exist in the registry with id '${account}'`,
  );
}

function change(name: string, context: EcrContext, changes: Partial<Repository>): void {
  const { cloud, state, account, region } = context;
  cloud.store.write(() =>
    state.repositories.put([account, region, name], { ...openRepository(name, context), ...changes }),
  );
}

function described(repository: Repository, context: EcrContext) {
  const { name, created, mutability, exclusions = [], scanOnPush, encryption } = repository;
  const { account, region } = context;
  return {
    repositoryArn: `arn:aws:ecr:${region}:${account}:repository/${name}`,
    registryId: account,
    repositoryName: name,
    repositoryUri: `${registryHost(account, context)}/${name}`,
    createdAt: new Date(created),
    imageTagMutability: mutability,
    ...filtersOf(exclusions),
    imageScanningConfiguration: { scanOnPush },
    encryptionConfiguration: { encryptionType: encryption },
  };
}

/** Patterns belong to the rules with exclusions, and to no others. */
function exclusionsOf(
  mutability: Repository["mutability"] = "MUTABLE",
  filters: readonly ImageTagMutabilityExclusionFilter[] = [],
): string[] {
  if (mutability.endsWith("_WITH_EXCLUSION") !== filters.length > 0)
    throw invalidParameter(
      "imageTagMutabilityExclusionFilters",
      `Exclusion filters are for the settings IMMUTABLE_WITH_EXCLUSION and MUTABLE_WITH_EXCLUSION, which need them`,
    );
  return filters.map(({ filter = "" }) => filter);
}

function filtersOf(exclusions: readonly string[]) {
  if (exclusions.length === 0) return {};
  return {
    imageTagMutabilityExclusionFilters: exclusions.map((filter) => ({ filterType: "WILDCARD" as const, filter })),
  };
}

function nameOf(arn: string): string {
  return arn.slice(arn.indexOf("repository/") + "repository/".length);
}

function policyMissing(code: string, what: string, name: string, { account }: EcrContext): AwsError {
  return new AwsError(
    code,
    `${what} does not exist for the repository with name '${name}' in the registry with id '${account}'`,
  );
}

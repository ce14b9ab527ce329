import { accessOf } from "../../auth/access-table.ts";
import { documentOf } from "../../auth/policy/parsed.ts";
import type { Context } from "../../service/service.ts";
import type { Repository } from "./records.ts";
import type { EcrState } from "./state.ts";

interface EcrInput {
  readonly registryId?: string;
  readonly repositoryName?: string;
  readonly repositoryNames?: readonly string[];
  readonly resourceArn?: string;
}

/**
 * Repositories have policies of their own, which let other accounts in.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
 */
export const access = accessOf<EcrInput, EcrState>({
  prefix: "ecr",
  resource(_operation, input, { region, account }) {
    const { registryId = account, repositoryName, repositoryNames, resourceArn } = input;
    if (resourceArn !== undefined) return resourceArn;
    const names = repositoryName === undefined ? repositoryNames : [repositoryName];
    const repositories = `arn:aws:ecr:${region}:${registryId}:repository/`;
    return names?.map((name) => repositories + name) ?? (registryId === account ? "*" : `${repositories}*`);
  },
  policy({ resource }, context) {
    const repository = repositoryAt(resource, context);
    if (repository?.policy === undefined) return undefined;
    return { name: `the repository policy of ${repository.name}`, document: documentOf(repository.policy) };
  },
  tags: (arn, context) => repositoryAt(arn, context)?.tags,
  tagKey: "ecr:ResourceTag",
  tagging: (operation) => (operation === "CreateRepository" ? "TagResource" : undefined),
});

function repositoryAt(arn: string, { state }: Context<EcrState>): Repository | undefined {
  const [, region = "", account = "", name] = /^arn:aws:ecr:([^:]*):([^:]*):repository\/(.+)$/.exec(arn) ?? [];
  return name === undefined ? undefined : state.repositories.get(account, region, name);
}

import { accessOf } from "../../auth/access-table.ts";
import type { EcrState } from "./state.ts";

interface EcrInput {
  readonly repositoryName?: string;
  readonly repositoryNames?: readonly string[];
  readonly resourceArn?: string;
}

export const access = accessOf<EcrInput, EcrState>({
  prefix: "ecr",
  resource(_operation, { repositoryName, repositoryNames, resourceArn }, { region, account }) {
    if (resourceArn !== undefined) return resourceArn;
    const names = repositoryName === undefined ? repositoryNames : [repositoryName];
    return names?.map((name) => `arn:aws:ecr:${region}:${account}:repository/${name}`) ?? "*";
  },
  tags(arn, { state, account, region }) {
    const name = arn.split(":repository/")[1];
    return name === undefined ? undefined : state.repositories.get(account, region, name)?.tags;
  },
  tagKey: "ecr:ResourceTag",
  tagging: (operation) => (operation === "CreateRepository" ? "TagResource" : undefined),
});

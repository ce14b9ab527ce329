import { accessOf } from "../../auth/access-table.ts";

interface EcrInput {
  readonly repositoryName?: string;
  readonly repositoryNames?: readonly string[];
  readonly resourceArn?: string;
}

export const access = accessOf<EcrInput>({
  prefix: "ecr",
  resource(_operation, { repositoryName, repositoryNames, resourceArn }, { region, account }) {
    const name = repositoryName ?? repositoryNames?.[0];
    if (resourceArn !== undefined) return resourceArn;
    return name === undefined ? "*" : `arn:aws:ecr:${region}:${account}:repository/${name}`;
  },
});

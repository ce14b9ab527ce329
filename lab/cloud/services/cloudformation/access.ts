import { accessOf } from "../../auth/access-table.ts";

interface StackInput {
  readonly StackName?: string;
  readonly ChangeSetName?: string;
  readonly RoleARN?: string;
}

export const access = accessOf<StackInput>({
  prefix: "cloudformation",
  resource(_operation, { StackName, ChangeSetName }, { region, account }) {
    const arn = [StackName, ChangeSetName].find((name) => name?.startsWith("arn:"));
    if (arn !== undefined) return arn;
    return StackName === undefined ? "*" : `arn:aws:cloudformation:${region}:${account}:stack/${StackName}/*`;
  },
  passes: (_operation, { RoleARN }) => [RoleARN],
  passedTo: "cloudformation.amazonaws.com",
});

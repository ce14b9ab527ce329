import { accessOf } from "../../auth/access-table.ts";
import { findStack } from "./stacks/lookup.ts";
import type { CloudFormationState } from "./state.ts";

interface StackInput {
  readonly StackName?: string;
  readonly ChangeSetName?: string;
  readonly RoleARN?: string;
  readonly TemplateURL?: string;
  readonly StackPolicyURL?: string;
  readonly ResourceTypes?: readonly string[];
  readonly ResourcesToImport?: readonly { readonly ResourceType?: string }[];
}

export const access = accessOf<StackInput, CloudFormationState>({
  prefix: "cloudformation",
  resource(_operation, { StackName, ChangeSetName }, { region, account }) {
    const arn = [StackName, ChangeSetName].find((name) => name?.startsWith("arn:"));
    if (arn !== undefined) return arn;
    return StackName === undefined ? "*" : `arn:aws:cloudformation:${region}:${account}:stack/${StackName}/*`;
  },
  tags(arn, context) {
    const [, name = "", id] = /:stack\/([^/]+)\/(.+)$/s.exec(arn) ?? [];
    const tags = findStack(context, id === "*" ? name : arn)?.tags;
    return tags && Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  },
  keys: ({ input }) => ({
    "cloudformation:ChangeSetName": input.ChangeSetName,
    "cloudformation:RoleArn": input.RoleARN,
    "cloudformation:TemplateUrl": input.TemplateURL,
    "cloudformation:StackPolicyUrl": input.StackPolicyURL,
    "cloudformation:ResourceTypes": input.ResourceTypes,
    "cloudformation:ImportResourceTypes": input.ResourcesToImport?.map(({ ResourceType = "" }) => ResourceType),
  }),
  passes: (_operation, { RoleARN }) => [RoleARN],
  passedTo: "cloudformation.amazonaws.com",
});

import { AwsError } from "../../../errors.ts";
import type { Context } from "../../../service/service.ts";
import type { Ssm, SsmState } from "../state.ts";

export const addTagsToResource: Ssm["AddTagsToResource"] = ({ ResourceType, ResourceId, Tags }, context) => {
  change(ResourceType, ResourceId, context, (tags) => ({
    ...tags,
    ...Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
  }));
  return {};
};

export const removeTagsFromResource: Ssm["RemoveTagsFromResource"] = (
  { ResourceType, ResourceId, TagKeys },
  context,
) => {
  change(ResourceType, ResourceId, context, (tags) =>
    Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))),
  );
  return {};
};

export const listTagsForResource: Ssm["ListTagsForResource"] = (
  { ResourceType, ResourceId },
  { state, account, region },
) => {
  checkParameter(ResourceType, ResourceId, { state, account, region });
  const tags = state.tags.get(account, region, ResourceId) ?? {};
  return { TagList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
};

type Tags = Record<string, string>;

function change(
  type: string,
  id: string,
  { cloud, state, account, region }: Context<SsmState>,
  apply: (tags: Tags) => Tags,
): void {
  checkParameter(type, id, { state, account, region });
  cloud.store.write(() => state.tags.put([account, region, id], apply(state.tags.get(account, region, id) ?? {})));
}

function checkParameter(
  type: string,
  id: string,
  { state, account, region }: Pick<Context<SsmState>, "state" | "account" | "region">,
): void {
  if (type !== "Parameter") throw new AwsError("InvalidResourceType", `The resource type ${type} is not valid.`);
  if (!state.parameters.has(account, region, id))
    throw new AwsError("InvalidResourceId", `The resource ID "${id}" is not valid.`);
}

import type { Tag } from "@aws-sdk/client-cloudtrail";
import { AwsError } from "../../../errors.ts";
import { invalidArn, invalidTag, unknownTrail } from "../errors.ts";
import type { Trail } from "../records.ts";
import type { CloudTrail, CloudTrailContext } from "../state.ts";
import { changeTrail, readArn } from "./names.ts";

type Tags = Readonly<Record<string, string>>;

const MOST = 50;

export const addTags: CloudTrail["AddTags"] = ({ ResourceId = "", TagsList }, context) => {
  const trail = openByArn(ResourceId, context);
  changeTrail(trail, context, (one) => ({ ...one, tags: checkedTags(one.tags, TagsList) }));
  return {};
};

export const removeTags: CloudTrail["RemoveTags"] = ({ ResourceId = "", TagsList = [] }, context) => {
  const trail = openByArn(ResourceId, context);
  const removed = new Set(TagsList.map(({ Key }) => Key));
  const left = ({ tags }: Trail) => Object.fromEntries(Object.entries(tags).filter(([key]) => !removed.has(key)));
  changeTrail(trail, context, (one) => ({ ...one, tags: left(one) }));
  return {};
};

export const listTags: CloudTrail["ListTags"] = ({ ResourceIdList = [] }, context) => ({
  ResourceTagList: ResourceIdList.map((ResourceId) => {
    const { tags } = openByArn(ResourceId, context);
    return { ResourceId, TagsList: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  }),
});

/** Tags with others added. Throws CloudTrail's errors for what are none. */
export function checkedTags(before: Tags, added: readonly Tag[] = []): Tags {
  for (const { Key = "", Value = "" } of added) {
    if (Key === "" || Key.length > 128) throw invalidTag("A tag key must have 1 to 128 characters.");
    if (Value.length > 256) throw invalidTag("A tag value must have at most 256 characters.");
    if (/^aws:/i.test(Key)) throw invalidTag("Tag keys must not begin with aws:.");
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(Key + Value))
      throw invalidTag("A tag has characters that are not valid.");
  }
  const keys = added.map(({ Key }) => Key);
  if (new Set(keys).size < keys.length) throw invalidTag("Tag keys must not be repeated.");
  const all = { ...before, ...Object.fromEntries(added.map(({ Key = "", Value = "" }) => [Key, Value])) };
  if (Object.keys(all).length > MOST)
    throw new AwsError("TagsLimitExceededException", `The number of tags per trail, ${MOST}, is exceeded.`);
  return all;
}

/** Throws CloudTrail's errors when an ARN is none of a trail that there is. */
function openByArn(arn: string, { account, state }: CloudTrailContext): Trail {
  const named = readArn(arn);
  if (!named) throw invalidArn(arn);
  const trail = named.account === account ? state.trails.get(account, named.region, named.name) : undefined;
  if (!trail)
    throw named.account === account
      ? new AwsError("ResourceNotFoundException", `The resource with ARN ${arn} was not found.`)
      : unknownTrail(named);
  return trail;
}

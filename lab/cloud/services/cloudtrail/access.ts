import { accessOf } from "../../auth/access-table.ts";
import { requestTags } from "../../auth/request-tags.ts";
import type { CloudTrailState } from "./state.ts";
import { arnOf, readArn } from "./trails/names.ts";

interface CloudTrailInput {
  readonly Name?: string;
  readonly TrailName?: string;
  readonly ResourceId?: string;
  readonly ResourceIdList?: readonly string[];
  readonly TagsList?: readonly { readonly Key?: string; readonly Value?: string }[];
}

/** Operations that are about no trail. */
const ABOUT_ALL = new Set(["DescribeTrails", "ListTrails", "LookupEvents", "ListPublicKeys"]);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html */
export const access = accessOf<CloudTrailInput, CloudTrailState>({
  prefix: "cloudtrail",
  resource(operation, { Name, TrailName, ResourceId, ResourceIdList }, { account, region }) {
    if (ABOUT_ALL.has(operation)) return "*";
    if (ResourceIdList !== undefined) return ResourceIdList;
    const named = ResourceId ?? TrailName ?? Name;
    // Who names no trail hears of that from the operation.
    if (named === undefined || named === "") return [];
    return named.startsWith("arn:") ? named : arnOf({ account, region, name: named });
  },
  tags(resource, { state }) {
    const { account = "", region = "", name = "" } = readArn(resource) ?? {};
    return state.trails.get(account, region, name)?.tags;
  },
  requestTags: ({ TagsList }) => requestTags({ Tags: TagsList }),
  tagging: (operation) => (operation === "CreateTrail" ? "AddTags" : undefined),
  passes: (operation, input) =>
    operation === "CreateTrail" || operation === "UpdateTrail"
      ? [(input as { readonly CloudWatchLogsRoleArn?: string }).CloudWatchLogsRoleArn]
      : undefined,
  passedTo: "cloudtrail.amazonaws.com",
});

import { MARK, type Owner, policy, type World } from "./owner.ts";

/** A trail with tags, whose bucket lets CloudTrail in. */
export async function fillCloudTrail({ own, of, arn }: Owner): Promise<World> {
  const Bucket = `${of}-trails`;
  await own.s3.CreateBucket({ Bucket });
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const Action = ["s3:GetBucketAcl", "s3:PutObject"];
  await own.s3.PutBucketPolicy({ Bucket, Policy: policy({ Effect: "Allow", Principal, Action, Resource }) });
  const TagsList = [{ Key: MARK, Value: MARK }];
  await own.cloudtrail.CreateTrail({ Name: of, S3BucketName: Bucket, S3KeyPrefix: MARK, TagsList });
  await own.cloudtrail.PutInsightSelectors({
    TrailName: of,
    InsightSelectors: [{ InsightType: "ApiCallRateInsight" }],
  });
  const Name = arn("cloudtrail", `trail/${of}`);
  return {
    cloudtrail: {
      Name,
      TrailName: Name,
      ResourceId: Name,
      ResourceIdList: [Name],
      trailNameList: [Name],
      TagsList,
      S3BucketName: Bucket,
      EventSelectors: [{ ReadWriteType: "All" }],
      InsightSelectors: [{ InsightType: "ApiErrorRateInsight" }],
    },
  };
}

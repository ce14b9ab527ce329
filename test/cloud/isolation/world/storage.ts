import { zip } from "../../services/lambda/functions.ts";
import { CODE, digestOf, MARK, type Owner, policy, tag, type World } from "./owner.ts";

/** A bucket with objects, code, a template and an upload under way. */
export async function fillS3({ own, account, of }: Owner): Promise<World> {
  await own.s3.CreateBucket({ Bucket: of });
  await own.s3.PutObject({ Bucket: of, Key: of, Body: MARK, Metadata: { mark: MARK }, Tagging: `${MARK}=${MARK}` });
  await own.s3.PutObject({ Bucket: of, Key: "code.zip", Body: await zip({ "index.mjs": CODE }) });
  const template = { Resources: { Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: MARK } } } };
  await own.s3.PutObject({ Bucket: of, Key: "template.json", Body: JSON.stringify(template) });
  await own.s3.PutBucketTagging({ Bucket: of, Tagging: { TagSet: [tag] } });
  const rule = { ID: MARK, Status: "Enabled", Filter: { Prefix: MARK }, Expiration: { Days: 1 } } as const;
  await own.s3.PutBucketLifecycleConfiguration({ Bucket: of, LifecycleConfiguration: { Rules: [rule] } });
  await own.s3.PutBucketCors({
    Bucket: of,
    CORSConfiguration: { CORSRules: [{ ID: MARK, AllowedMethods: ["GET"], AllowedOrigins: ["*"] }] },
  });
  const { UploadId } = await own.s3.CreateMultipartUpload({ Bucket: of, Key: `parts-${of}` });
  await own.s3.UploadPart({ Bucket: of, Key: `parts-${of}`, UploadId: UploadId ?? "", PartNumber: 1, Body: MARK });
  return {
    s3: { Bucket: of, Key: of, UploadId, CopySource: `${of}/${of}`, AccountId: account, ExpectedBucketOwner: account },
  };
}

/** Parameters. */
export async function fillSsm({ own, of, arn }: Owner): Promise<World> {
  await own.ssm.PutParameter({ Name: `/${of}/value`, Value: MARK, Type: "String", Description: MARK, Tags: [tag] });
  await own.ssm.PutParameter({ Name: `/${of}/secret`, Value: MARK, Type: "SecureString" });
  return {
    ssm: {
      Name: arn("ssm", `parameter/${of}/value`),
      Names: [arn("ssm", `parameter/${of}/value`), arn("ssm", `parameter/${of}/secret`)],
      Path: `/${of}`,
      ResourceId: arn("ssm", `parameter/${of}/value`),
      ResourceType: "Parameter",
      WithDecryption: true,
    },
  };
}

/** A log group. */
export async function fillLogs({ own, account, of, arn, cloud }: Owner): Promise<World> {
  await own.logs.CreateLogGroup({ logGroupName: of, tags: { mark: MARK } });
  await own.logs.CreateLogStream({ logGroupName: of, logStreamName: of });
  const logEvents = [{ timestamp: cloud.clock.now(), message: MARK }];
  await own.logs.PutLogEvents({ logGroupName: of, logStreamName: of, logEvents });
  return {
    logs: {
      logGroupName: of,
      logStreamName: of,
      logGroupIdentifier: arn("logs", `log-group:${of}`),
      logGroupIdentifiers: [arn("logs", `log-group:${of}`)],
      resourceArn: arn("logs", `log-group:${of}`),
      accountIdentifiers: [account],
      includeLinkedAccounts: true,
    },
  };
}

/** A repository with an image, and an upload under way. */
export async function fillEcr({ own, account, of, arn }: Owner): Promise<World> {
  await own.ecr.CreateRepository({ repositoryName: of, tags: [tag] });
  const layer = Buffer.from(MARK);
  const { uploadId = "" } = await own.ecr.InitiateLayerUpload({ repositoryName: of });
  const part = { partFirstByte: 0, partLastByte: layer.length - 1, layerPartBlob: layer };
  await own.ecr.UploadLayerPart({ repositoryName: of, uploadId, ...part });
  const [layerDigest, config] = [
    digestOf(MARK),
    { mediaType: "application/json", digest: digestOf(MARK), size: layer.length },
  ];
  await own.ecr.CompleteLayerUpload({ repositoryName: of, uploadId, layerDigests: [layerDigest] });
  const imageManifest = JSON.stringify({ schemaVersion: 2, config, layers: [], annotations: { mark: MARK } });
  await own.ecr.PutImage({ repositoryName: of, imageManifest, imageTag: of });
  const { uploadId: open = "" } = await own.ecr.InitiateLayerUpload({ repositoryName: of });
  const repositoryPolicy = policy({
    Sid: MARK.replaceAll("-", ""),
    Effect: "Allow",
    Principal: { AWS: account },
    Action: "ecr:*",
  });
  await own.ecr.SetRepositoryPolicy({ repositoryName: of, policyText: repositoryPolicy });
  return {
    ecr: {
      repositoryName: of,
      repositoryNames: [of],
      resourceArn: arn("ecr", `repository/${of}`),
      imageIds: [{ imageTag: of }],
      layerDigest,
      layerDigests: [layerDigest],
      uploadId: open,
      imageManifest,
      registryId: account,
      registryIds: [account],
    },
  };
}

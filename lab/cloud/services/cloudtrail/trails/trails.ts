import type { CreateTrailCommandInput, UpdateTrailCommandInput } from "@aws-sdk/client-cloudtrail";
import { AwsError } from "../../../errors.ts";
import { pageByKey } from "../../../service/paging.ts";
import { invalidArn, invalidCombination } from "../errors.ts";
import type { Trail } from "../records.ts";
import type { CloudTrail, CloudTrailContext } from "../state.ts";
import { checkDestinations } from "./destinations.ts";
import { arnOf, checkName, openAtHome, openTrail } from "./names.ts";
import { USUAL_SELECTORS } from "./selectors.ts";
import { checkedTags } from "./tags.ts";

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const MOST_TRAILS = 5;
const PAGE = 100;

type Settings = Partial<CreateTrailCommandInput & UpdateTrailCommandInput>;

export const createTrail: CloudTrail["CreateTrail"] = async (input, context) => {
  const { account, region, state, cloud } = context;
  const { Name = "", S3BucketName = "" } = input;
  checkName(Name);
  refuseTaken(Name, context);
  const fresh: Trail = {
    account,
    region,
    name: Name,
    bucket: S3BucketName,
    includesGlobal: true,
    isMultiRegion: false,
    isValidated: false,
    selectors: USUAL_SELECTORS,
    insights: [],
    tags: checkedTags({}, input.TagsList),
    status: { isLogging: false },
  };
  const trail = withSettings(fresh, input);
  await checkDestinations(trail, context);
  cloud.store.write(() => {
    refuseTaken(Name, context);
    state.trails.put([account, region, Name], trail);
    state.deliveries.trailsChanged();
  });
  return described(trail);
};

export const updateTrail: CloudTrail["UpdateTrail"] = async (input, context) => {
  const { state, cloud } = context;
  const found = openAtHome(input.Name ?? "", context);
  const trail = withSettings(found, input);
  await checkDestinations(trail, context);
  cloud.store.write(() => {
    const { status, selectors, tags, insights } = openAtHome(arnOf(found), context);
    state.trails.put([trail.account, trail.region, trail.name], { ...trail, status, selectors, tags, insights });
    state.deliveries.trailsChanged();
  });
  return described(trail);
};

export const deleteTrail: CloudTrail["DeleteTrail"] = ({ Name = "" }, context) => {
  const { account, region, name } = openAtHome(Name, context);
  const { cloud, state } = context;
  cloud.store.write(() => {
    state.trails.delete(account, region, name);
    for (const key of [...state.pending.keys({ under: [account, region, name] })]) state.pending.delete(...key);
    state.deliveries.trailsChanged();
  });
  return {};
};

/** Trails of this region, and those of others that reach here. Names that there are not are left out. */
export const describeTrails: CloudTrail["DescribeTrails"] = (input, context) => {
  const { trailNameList = [], includeShadowTrails = true } = input;
  const all = trailsOf(context).filter(
    (trail) => trail.region === context.region || (includeShadowTrails && trail.isMultiRegion),
  );
  for (const name of trailNameList) checkReference(name);
  const isWanted = (trail: Trail) =>
    trailNameList.length === 0 || trailNameList.some((one) => one === trail.name || one === arnOf(trail));
  return { trailList: all.filter(isWanted).map(withRegion) };
};

export const getTrail: CloudTrail["GetTrail"] = ({ Name = "" }, context) => ({
  Trail: withRegion(openTrail(Name, context)),
});

/** The trails of all regions. */
export const listTrails: CloudTrail["ListTrails"] = ({ NextToken: token }, context) => {
  const invalid = () => new AwsError("InvalidTokenException", "The next token is not valid.");
  const { items, next } = pageByKey(trailsOf(context), arnOf, { token, size: PAGE, invalid });
  return {
    Trails: items.map((trail) => ({ TrailARN: arnOf(trail), Name: trail.name, HomeRegion: trail.region })),
    ...(next !== undefined && { NextToken: next }),
  };
};

function trailsOf({ account, state }: CloudTrailContext): Trail[] {
  return [...state.trails.values({ under: [account] })];
}

function checkReference(nameOrArn: string): void {
  if (!nameOrArn.startsWith("arn:")) checkName(nameOrArn);
  else if (!/^arn:aws:cloudtrail:[a-z0-9-]+:\d{12}:trail\/.+$/.test(nameOrArn)) throw invalidArn(nameOrArn);
}

function refuseTaken(name: string, { account, region, state }: CloudTrailContext): void {
  const here = [...state.trails.values({ under: [account, region] })];
  if (here.some((trail) => trail.name === name))
    throw new AwsError("TrailAlreadyExistsException", `Trail ${name} already exists for customer: ${account}`);
  if (here.length >= MOST_TRAILS)
    throw new AwsError(
      "MaximumNumberOfTrailsExceededException",
      `User: ${account} already has ${MOST_TRAILS} trails in ${region}.`,
    );
}

/** A trail with what an input sets of it. Throws CloudTrail's errors for what can't be. */
function withSettings(trail: Trail, input: Settings): Trail {
  if (input.IsOrganizationTrail)
    throw new AwsError("OrganizationsNotInUseException", "Your account is not a member of an organization.");
  const bucket = input.S3BucketName ?? trail.bucket;
  checkBucketName(bucket);
  const prefix = input.S3KeyPrefix ?? trail.prefix ?? "";
  if (prefix.length > 200)
    throw new AwsError("InvalidS3PrefixException", "S3 prefix is longer than the maximum of 200 characters.");
  const includesGlobal = input.IncludeGlobalServiceEvents ?? trail.includesGlobal;
  const isMultiRegion = input.IsMultiRegionTrail ?? trail.isMultiRegion;
  if (isMultiRegion && !includesGlobal)
    throw invalidCombination("Multi-Region trail must include global service events.");
  const topic = topicOf(input, trail);
  const logs = logsOf(input, trail);
  const key = input.KmsKeyId ?? trail.key ?? "";
  const { account, region, name, selectors, insights, tags, status } = trail;
  return {
    account,
    region,
    name,
    bucket,
    includesGlobal,
    isMultiRegion,
    isValidated: input.EnableLogFileValidation ?? trail.isValidated,
    ...(prefix !== "" && { prefix }),
    ...(topic !== undefined && { topic }),
    ...(logs && { logs }),
    ...(key !== "" && { key }),
    selectors,
    insights,
    tags,
    status,
  };
}

function checkBucketName(name: string): void {
  if (name.length < 3 || name.length > 63 || !/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(name))
    throw new AwsError("InvalidS3BucketNameException", `Bucket name ${name} is not valid.`);
}

/** The topic that is named, here or by its ARN; none by an empty name. */
function topicOf({ SnsTopicName }: Settings, { topic, account, region }: Trail): string | undefined {
  if (SnsTopicName === undefined) return topic;
  if (SnsTopicName === "") return undefined;
  const isArn = /^arn:aws:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(SnsTopicName);
  if (!isArn && !/^[\w-]{1,256}$/.test(SnsTopicName))
    throw new AwsError("InvalidSnsTopicNameException", `SNS Topic name ${SnsTopicName} is not valid.`);
  return isArn ? SnsTopicName : `arn:aws:sns:${region}:${account}:${SnsTopicName}`;
}

function logsOf(input: Settings, trail: Trail): Trail["logs"] {
  const arn = input.CloudWatchLogsLogGroupArn ?? (trail.logs && groupArn(trail)) ?? "";
  const role = input.CloudWatchLogsRoleArn ?? trail.logs?.role ?? "";
  if (arn === "" && role === "") return undefined;
  if (arn === "")
    throw new AwsError(
      "InvalidCloudWatchLogsLogGroupArnException",
      "You must specify a log group as well as a role ARN.",
    );
  if (role === "")
    throw new AwsError("InvalidCloudWatchLogsRoleArnException", "You must specify a role ARN as well as a log group.");
  const [, region, account, group] = /^arn:aws:logs:([a-z0-9-]+):(\d{12}):log-group:([^:*]{1,512}):\*$/.exec(arn) ?? [];
  if (group === undefined || region !== trail.region || account !== trail.account)
    throw new AwsError(
      "InvalidCloudWatchLogsLogGroupArnException",
      "CloudTrail cannot validate the specified log group ARN.",
    );
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(role))
    throw new AwsError("InvalidCloudWatchLogsRoleArnException", "CloudTrail cannot validate the specified role ARN.");
  return { group, role };
}

function groupArn({ region, account, logs }: Trail): string {
  return `arn:aws:logs:${region}:${account}:log-group:${logs?.group}:*`;
}

/** A trail as CreateTrail and UpdateTrail answer it. */
function described(trail: Trail) {
  const { bucket, prefix, topic, includesGlobal, isMultiRegion, isValidated, logs, key } = trail;
  return {
    Name: trail.name,
    S3BucketName: bucket,
    ...(prefix !== undefined && { S3KeyPrefix: prefix }),
    ...(topic !== undefined && { SnsTopicName: topic, SnsTopicARN: topic }),
    IncludeGlobalServiceEvents: includesGlobal,
    IsMultiRegionTrail: isMultiRegion,
    TrailARN: arnOf(trail),
    LogFileValidationEnabled: isValidated,
    ...(logs && { CloudWatchLogsLogGroupArn: groupArn(trail), CloudWatchLogsRoleArn: logs.role }),
    ...(key !== undefined && { KmsKeyId: key }),
    IsOrganizationTrail: false,
  };
}

function withRegion(trail: Trail) {
  const { selectors, insights } = trail;
  const isUsual = "basic" in selectors && selectors.isUsual === true;
  return {
    ...described(trail),
    HomeRegion: trail.region,
    HasCustomEventSelectors: !isUsual,
    HasInsightSelectors: insights.length > 0,
  };
}

import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { IAM } from "@aws-sdk/client-iam";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { SSM } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useCloudTrail } from "../use-cloudtrail.ts";

const FIVE_MINUTES = 5 * 60_000;

describe("Trails", () => {
  const lab = useCloudTrail();
  const put = (Name: string, region = "us-east-1") =>
    lab.client(SSM, { region }).putParameter({ Name, Value: "v", Type: "String", Overwrite: true });
  /** Makes a trail that logs. */
  const trail = async (Name: string, settings: object = {}) => {
    const S3BucketName = await lab.bucket();
    await lab.cloudtrail.createTrail({ Name, S3BucketName, ...settings });
    await lab.cloudtrail.startLogging({ Name });
    return S3BucketName;
  };
  const names = async (bucket: string) => (await lab.delivered(bucket)).map(({ eventName }) => eventName);
  afterEach(async () => {
    const { Trails = [] } = await lab.cloudtrail.listTrails({});
    for (const { TrailARN: Name } of Trails) await lab.cloudtrail.deleteTrail({ Name });
  });

  it("write what was called into their bucket every five minutes", async () => {
    const Bucket = await trail("mine");
    await put("a");
    await lab.clock.advance(FIVE_MINUTES);
    expect(await names(Bucket)).to.include.members(["StartLogging", "PutParameter"]);
    const { Contents = [] } = await lab.s3.listObjectsV2({ Bucket });
    const key =
      /^AWSLogs\/000000000000\/CloudTrail\/us-east-1\/\d{4}\/\d\d\/\d\d\/000000000000_CloudTrail_us-east-1_\d{8}T\d\d[0-5][05]Z_\w{16}\.json\.gz$/;
    expect(Contents.filter(({ Key = "" }) => key.test(Key))).to.have.length(1);
    const { IsLogging, LatestDeliveryTime } = await lab.cloudtrail.getTrailStatus({ Name: "mine" });
    expect([IsLogging, LatestDeliveryTime instanceof Date]).to.deep.equal([true, true]);
    await lab.clock.advance(10 * FIVE_MINUTES);
    const before = (await lab.delivered(Bucket)).length;
    await lab.cloudtrail.stopLogging({ Name: "mine" });
    await put("b");
    await lab.clock.advance(FIVE_MINUTES);
    expect((await lab.delivered(Bucket)).slice(before).map(({ eventName }) => eventName)).to.not.include(
      "PutParameter",
    );
  });

  it("go on with what waited when their bucket lets them in again", async () => {
    const Bucket = await trail("patient");
    const { Policy } = await lab.s3.getBucketPolicy({ Bucket });
    await lab.s3.deleteBucketPolicy({ Bucket });
    await put("a");
    await lab.clock.advance(FIVE_MINUTES);
    const status = await lab.cloudtrail.getTrailStatus({ Name: "patient" });
    expect(status.LatestDeliveryError).to.equal("AccessDenied");
    expect(await names(Bucket)).to.deep.equal([]);
    await lab.s3.putBucketPolicy({ Bucket, Policy });
    await lab.clock.advance(FIVE_MINUTES);
    expect(await names(Bucket)).to.include("PutParameter");
    expect((await lab.cloudtrail.getTrailStatus({ Name: "patient" })).LatestDeliveryError).to.equal(undefined);
  });

  it("need a bucket that lets CloudTrail in, and a good name", async () => {
    const create = (Name: string, S3BucketName: string) => failure(lab.cloudtrail.createTrail({ Name, S3BucketName }));
    const missing = await create("mine", "there-is-none");
    expect([missing.name, missing.message]).to.deep.equal([
      "S3BucketDoesNotExistException",
      "S3 bucket there-is-none does not exist!",
    ]);
    const Bucket = await lab.bucket();
    await lab.s3.deleteBucketPolicy({ Bucket });
    const shut = await create("mine", Bucket);
    expect([shut.name, shut.message]).to.deep.equal([
      "InsufficientS3BucketPolicyException",
      `Incorrect S3 bucket policy is detected for bucket: ${Bucket}`,
    ]);
    for (const name of ["ab", "-mine", "mine-", "my#trail", "my--trail", "10.0.0.1"])
      expect((await create(name, Bucket)).name).to.equal("InvalidTrailNameException");
    const unknown = await failure(lab.cloudtrail.getTrail({ Name: "nobodys" }));
    expect([unknown.name, unknown.message]).to.deep.equal([
      "TrailNotFoundException",
      "Unknown trail: arn:aws:cloudtrail:us-east-1:000000000000:trail/nobodys for the user: 000000000000",
    ]);
    expect((await lab.cloudtrail.describeTrails({})).trailList).to.deep.equal([]);
  });

  it("reach all regions, and are shadows there", async () => {
    const Bucket = await trail("wide", { IsMultiRegionTrail: true });
    const near = await trail("near");
    await put("far", "eu-west-1");
    await lab.clock.advance(FIVE_MINUTES);
    const far = (await lab.delivered(Bucket)).filter(({ awsRegion }) => awsRegion === "eu-west-1");
    expect(far.map(({ eventName }) => eventName)).to.deep.equal(["PutParameter"]);
    expect((await lab.delivered(near)).some(({ awsRegion }) => awsRegion === "eu-west-1")).to.equal(false);
    const elsewhere = lab.client(CloudTrail, { region: "eu-west-1" });
    const { trailList } = await elsewhere.describeTrails({});
    expect(trailList?.map(({ Name, HomeRegion }) => [Name, HomeRegion])).to.deep.equal([["wide", "us-east-1"]]);
    expect((await elsewhere.describeTrails({ includeShadowTrails: false })).trailList).to.deep.equal([]);
    expect((await failure(elsewhere.stopLogging({ Name: "wide" }))).name).to.equal("InvalidHomeRegionException");
  });

  it("tell of data when they are asked to, and only of that", async () => {
    const Bucket = await trail("data");
    const watched = await lab.bucket();
    const set = (input: object) => lab.cloudtrail.putEventSelectors({ TrailName: "data", ...input });
    const DataResources = [{ Type: "AWS::S3::Object", Values: [`arn:aws:s3:::${watched}/in/`] }];
    await set({ EventSelectors: [{ ReadWriteType: "WriteOnly", IncludeManagementEvents: false, DataResources }] });
    for (const Key of ["in/a", "out/b"]) await lab.s3.putObject({ Bucket: watched, Key, Body: "x" });
    await lab.s3.getObject({ Bucket: watched, Key: "in/a" });
    await put("unheard");
    await lab.clock.advance(FIVE_MINUTES);
    const told = (await lab.delivered(Bucket)).filter(({ eventCategory }) => eventCategory === "Data");
    expect(told.map(({ eventName, requestParameters }) => [eventName, requestParameters])).to.deep.equal([
      ["PutObject", { bucketName: watched, Host: `${watched}.s3.amazonaws.com`, key: "in/a" }],
    ]);
    expect(told[0]?.resources).to.deep.equal([
      { accountId: "000000000000", type: "AWS::S3::Object", ARN: `arn:aws:s3:::${watched}/in/a` },
    ]);
    expect(await names(Bucket)).to.not.include("PutParameter");
    const equals = (Field: string, ...Equals: string[]) => ({ Field, Equals });
    const FieldSelectors = [
      equals("eventCategory", "Data"),
      equals("resources.type", "AWS::S3::Object"),
      equals("readOnly", "true"),
      { Field: "resources.ARN", StartsWith: [`arn:aws:s3:::${watched}/`], NotEndsWith: ["b"] },
    ];
    await set({ AdvancedEventSelectors: [{ Name: "reads", FieldSelectors }] });
    for (const Key of ["in/a", "out/b"]) await lab.s3.getObject({ Bucket: watched, Key });
    await lab.clock.advance(FIVE_MINUTES);
    const reads = (await lab.delivered(Bucket)).filter(({ eventName }) => eventName === "GetObject");
    expect(reads.map(({ requestParameters }) => requestParameters)).to.deep.include({
      bucketName: watched,
      Host: `${watched}.s3.amazonaws.com`,
      key: "in/a",
    });
    expect(reads).to.have.length(1);
    for (const wrong of [
      {},
      { AdvancedEventSelectors: [{ FieldSelectors: [equals("eventCategory", "Data")] }] },
      { AdvancedEventSelectors: [{ FieldSelectors: [equals("nothing", "x")] }] },
      { EventSelectors: [{ DataResources: [{ Type: "AWS::SQS::Queue", Values: [] }] }] },
    ])
      expect((await failure(set(wrong))).name).to.match(/InvalidEventSelectorsException|ValidationException/);
  });

  it("tell a topic of their files, and write to a log group as a role", async () => {
    const sns = lab.client(SNS);
    const sqs = lab.client(SQS);
    const logs = lab.client(CloudWatchLogs);
    const { TopicArn = "" } = await sns.createTopic({ Name: "files" });
    const allow = (Service: string, Action: string, Resource: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service }, Action, Resource }],
      });
    const refused = failure(trail("told", { SnsTopicName: "files" }));
    expect((await refused).name).to.equal("InsufficientSnsTopicPolicyException");
    const AttributeValue = allow("cloudtrail.amazonaws.com", "sns:Publish", TopicArn);
    await sns.setTopicAttributes({ TopicArn, AttributeName: "Policy", AttributeValue });
    const { QueueUrl } = await sqs.createQueue({ QueueName: "files" });
    const Endpoint = "arn:aws:sqs:us-east-1:000000000000:files";
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: allow("sns.amazonaws.com", "sqs:*", Endpoint) } });
    const Attributes = { RawMessageDelivery: "true" };
    await sns.subscribe({ TopicArn, Protocol: "sqs", Endpoint, Attributes });
    await logs.createLogGroup({ logGroupName: "calls" });
    const RoleName = "writer";
    const iam = lab.client(IAM);
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument });
    const settings = {
      SnsTopicName: "files",
      CloudWatchLogsLogGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:calls:*",
      CloudWatchLogsRoleArn: Role?.Arn,
    };
    const denied = await failure(trail("told", settings));
    expect([denied.name, denied.message]).to.deep.equal([
      "InvalidCloudWatchLogsLogGroupArnException",
      "Access denied. Check the permissions for your role.",
    ]);
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" }],
    });
    await iam.putRolePolicy({ RoleName, PolicyName: "write", PolicyDocument });
    const Bucket = await trail("told", settings);
    await put("told");
    await lab.clock.advance(FIVE_MINUTES);
    const { Messages } = await sqs.receiveMessage({ QueueUrl, WaitTimeSeconds: 5 });
    const notice = JSON.parse(Messages?.[0]?.Body ?? "{}");
    expect(notice.s3Bucket).to.equal(Bucket);
    expect(notice.s3ObjectKey[0]).to.match(/\.json\.gz$/);
    const logStreamName = "000000000000_CloudTrail_us-east-1";
    const { events = [] } = await logs.getLogEvents({ logGroupName: "calls", logStreamName });
    expect(events.map(({ message }) => JSON.parse(message ?? "").eventName)).to.include("PutParameter");
  });

  it("are changed, tagged and listed", async () => {
    await trail("settled");
    const { TrailARN = "" } = await lab.cloudtrail.updateTrail({ Name: "settled", S3KeyPrefix: "p" });
    await lab.cloudtrail.addTags({ ResourceId: TrailARN, TagsList: [{ Key: "team", Value: "a" }, { Key: "b" }] });
    await lab.cloudtrail.removeTags({ ResourceId: TrailARN, TagsList: [{ Key: "b" }] });
    const { ResourceTagList } = await lab.cloudtrail.listTags({ ResourceIdList: [TrailARN] });
    expect(ResourceTagList?.[0]?.TagsList).to.deep.equal([{ Key: "team", Value: "a" }]);
    const { Trail } = await lab.cloudtrail.getTrail({ Name: TrailARN });
    expect(Trail).to.include({ S3KeyPrefix: "p", HasCustomEventSelectors: false, HomeRegion: "us-east-1" });
    expect((await lab.cloudtrail.getTrailStatus({ Name: "settled" })).IsLogging).to.equal(true);
    const global = { Name: "settled", IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false };
    expect((await failure(lab.cloudtrail.updateTrail(global))).name).to.equal("InvalidParameterCombinationException");
    const lake = await failure(lab.cloudtrail.createEventDataStore({ Name: "lake" }));
    expect(lake.name).to.equal("NotImplemented");
    await failure(lab.cloudtrail.getInsightSelectors({ TrailName: "settled" }));
  });
});

import { IAM } from "@aws-sdk/client-iam";
import { SSM } from "@aws-sdk/client-ssm";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { type EventJson, useCloudTrail } from "../use-cloudtrail.ts";

const OTHER = "111111111111";

describe("The event history", () => {
  const lab = useCloudTrail();

  it("tells what root changed, with what was asked and answered", async () => {
    await lab.client(IAM).createUser({ UserName: "ann", Path: "/staff/" });
    const [event] = await lab.events("CreateUser");
    const { requestID, eventID, eventTime, userAgent, responseElements, ...rest } = event as EventJson;
    expect(requestID).to.match(/^[0-9a-f-]{36}$/);
    expect(eventID)
      .to.match(/^[0-9a-f-]{36}$/)
      .and.not.equal(requestID);
    expect(eventTime).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(userAgent).to.contain("aws-sdk-js");
    const { user } = responseElements as { user: Record<string, string> };
    expect(user).to.include({ userName: "ann", path: "/staff/", arn: "arn:aws:iam::000000000000:user/staff/ann" });
    expect(user.createDate).to.match(/^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M$/);
    expect(rest).to.deep.equal({
      eventVersion: "1.11",
      userIdentity: {
        type: "Root",
        principalId: "000000000000",
        arn: "arn:aws:iam::000000000000:root",
        accountId: "000000000000",
        accessKeyId: "test",
      },
      eventSource: "iam.amazonaws.com",
      eventName: "CreateUser",
      awsRegion: "us-east-1",
      sourceIPAddress: "127.0.0.1",
      requestParameters: { path: "/staff/", userName: "ann" },
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: "000000000000",
      eventCategory: "Management",
    });
  });

  it("tells of a user's refused call why, and of reads no answer", async () => {
    const iam = lab.client(IAM);
    const { AccessKey } = await iam.createAccessKey({ UserName: "ann" });
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    await failure(lab.client(IAM, { credentials: { accessKeyId, secretAccessKey } }).listUsers({}));
    const [refused] = await lab.events("ListUsers");
    expect(refused).to.include({ errorCode: "AccessDenied", readOnly: true, responseElements: null });
    expect(refused?.errorMessage).to.contain("is not authorized to perform: iam:ListUsers");
    expect(refused?.userIdentity).to.include({ type: "IAMUser", userName: "ann", accessKeyId });
    await iam.listUsers({});
    expect((await lab.events("ListUsers"))[0]).to.deep.include({ requestParameters: null, responseElements: null });
    const [made] = await lab.events("CreateAccessKey");
    expect(JSON.stringify(made)).to.not.contain(secretAccessKey);
  });

  it("tells of a role's session who issued it", async () => {
    const Statement = [{ Effect: "Allow", Principal: { AWS: "000000000000" }, Action: "sts:AssumeRole" }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const { Role } = await lab.client(IAM).createRole({ RoleName: "auditor", AssumeRolePolicyDocument });
    const assumed = await lab.client(STS).assumeRole({ RoleArn: Role?.Arn, RoleSessionName: "monday" });
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = assumed.Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    await failure(lab.client(SSM, { credentials }).putParameter({ Name: "p", Value: "v", Type: "String" }));
    const [event] = await lab.events("PutParameter");
    const { sessionContext, ...identity } = (event as EventJson).userIdentity as {
      sessionContext: Record<string, object>;
    };
    expect(identity).to.include({ type: "AssumedRole", accessKeyId: AccessKeyId });
    expect(identity).to.have.property("principalId", `${Role?.RoleId}:monday`);
    expect(sessionContext.sessionIssuer).to.deep.equal({
      type: "Role",
      principalId: Role?.RoleId,
      arn: Role?.Arn,
      accountId: "000000000000",
      userName: "auditor",
    });
    expect(sessionContext.attributes).to.include({ mfaAuthenticated: "false" });
    expect((await lab.events("AssumeRole"))[0]).to.include({ readOnly: true });
  });

  it("tells both accounts of a call across them, and the owner little of the caller", async () => {
    const Bucket = await lab.bucket();
    const statement = {
      Effect: "Allow",
      Principal: { AWS: OTHER },
      Action: "s3:*",
      Resource: `arn:aws:s3:::${Bucket}`,
    };
    await lab.s3.putBucketPolicy({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) });
    const credentials = { accessKeyId: OTHER, secretAccessKey: "test" };
    const { S3 } = await import("@aws-sdk/client-s3");
    await lab
      .client(S3, { credentials, forcePathStyle: true } as object)
      .getBucketTagging({ Bucket })
      .catch(() => {});
    const [event] = await lab.events("GetBucketTagging");
    expect(event?.recipientAccountId).to.equal("000000000000");
    expect(event?.userIdentity).to.deep.equal({ type: "AWSAccount", principalId: OTHER, accountId: OTHER });
    const { CloudTrail } = await import("@aws-sdk/client-cloudtrail");
    const { Events } = await lab.client(CloudTrail, { credentials }).lookupEvents({});
    const theirs = JSON.parse(Events?.find(({ EventName }) => EventName === "GetBucketTagging")?.CloudTrailEvent ?? "");
    expect(theirs).to.include({ recipientAccountId: OTHER, sharedEventID: event?.sharedEventID });
    expect(theirs.userIdentity).to.include({ type: "Root" });
    expect(theirs.eventID).to.not.equal(event?.eventID);
    const { SQS } = await import("@aws-sdk/client-sqs");
    const QueueUrl = `${lab.endpoint}/000000000000/nobodys`;
    await failure(lab.client(SQS, { credentials }).deleteQueue({ QueueUrl }));
    expect(await lab.events("DeleteQueue")).to.deep.equal([]);
  });

  it("leaves out what was done to data", async () => {
    const Bucket = await lab.bucket();
    await lab.s3.putObject({ Bucket, Key: "a", Body: "b" });
    expect(await lab.events("PutObject")).to.deep.equal([]);
    expect(await lab.events("CreateBucket")).to.not.deep.equal([]);
  });

  it("is looked up by attributes and times, page by page, and refuses what is none of them", async () => {
    const ssm = lab.client(SSM);
    for (const Name of ["one", "two", "three"]) await ssm.putParameter({ Name, Value: "v", Type: "String" });
    const by = (AttributeKey: "EventName" | "ResourceName" | "ReadOnly", AttributeValue: string) => ({
      LookupAttributes: [{ AttributeKey, AttributeValue }],
    });
    const { Events } = await lab.cloudtrail.lookupEvents(by("ResourceName", "two"));
    expect(Events?.map(({ EventName, Username }) => [EventName, Username])).to.deep.equal([["PutParameter", "root"]]);
    expect(Events?.[0]?.Resources).to.deep.equal([{ ResourceType: "AWS::SSM::Parameter", ResourceName: "two" }]);
    const names: unknown[] = [];
    let NextToken: string | undefined;
    do {
      const page = await lab.cloudtrail.lookupEvents({ ...by("EventName", "PutParameter"), MaxResults: 1, NextToken });
      expect(page.Events).to.have.length(1);
      names.push(JSON.parse(page.Events?.[0]?.CloudTrailEvent ?? "").requestParameters.name);
      NextToken = page.NextToken;
    } while (NextToken);
    expect(names.slice(0, 3)).to.deep.equal(["three", "two", "one"]);
    const EndTime = new Date(lab.clock.now() - 3_600_000);
    expect((await lab.cloudtrail.lookupEvents({ EndTime })).Events).to.deep.equal([]);
    const refused = async (input: object) => (await failure(lab.cloudtrail.lookupEvents(input))).name;
    expect(await refused({ StartTime: new Date(), EndTime })).to.equal("InvalidTimeRangeException");
    expect(await refused({ NextToken: "x" })).to.equal("InvalidNextTokenException");
    expect(await refused({ LookupAttributes: [{ AttributeKey: "constructor", AttributeValue: "x" }] })).to.match(
      /InvalidLookupAttributes|Validation/,
    );
  });

  it("keeps an event for 90 days", async () => {
    const day = 24 * 3_600_000;
    await lab.clock.advance(89 * day);
    expect(await lab.events("PutParameter")).to.not.deep.equal([]);
    await lab.clock.advance(2 * day);
    expect(await lab.events("PutParameter")).to.deep.equal([]);
  });
});

import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { IAM } from "@aws-sdk/client-iam";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useDynamoDb } from "../use-dynamodb.ts";

const STATE = "Table is not in a valid state to enable Kinesis Streaming Destination: ";
const NO_PERMISSION = "User does not have a permission to use kinesis stream";

describe("Kinesis streaming destinations", () => {
  const lab = useDynamoDb();
  let kinesis: Kinesis;
  let made = 0;
  before(() => {
    kinesis = lab.client(Kinesis);
  });

  const arnOf = (name: string, region = "us-east-1", account = "000000000000") =>
    `arn:aws:kinesis:${region}:${account}:stream/${name}`;
  const stream = async () => {
    const StreamName = `changes-${++made}`;
    await kinesis.createStream({ StreamName, ShardCount: 1 });
    await kinesis.describeStreamSummary({ StreamName });
    return arnOf(StreamName);
  };
  const destinations = async (TableName: string) =>
    (await lab.db.describeKinesisStreamingDestination({ TableName })).KinesisDataStreamDestinations;
  const refused = async (call: Promise<unknown>) => {
    const error = await failure(call);
    return `${error.name}: ${error.message}`;
  };

  it("are none at first, are enabled, and are disabled", async () => {
    const TableName = await lab.table();
    const StreamArn = await stream();
    const { $metadata: _, ...none } = await lab.db.describeKinesisStreamingDestination({ TableName });
    expect(none).to.deep.equal({ TableName, KinesisDataStreamDestinations: [] });
    const { $metadata: __, ...enabled } = await lab.db.enableKinesisStreamingDestination({ TableName, StreamArn });
    expect(enabled).to.deep.equal({
      TableName,
      StreamArn,
      DestinationStatus: "ENABLING",
      EnableKinesisStreamingConfiguration: {},
    });
    expect(await destinations(TableName)).to.deep.equal([{ StreamArn, DestinationStatus: "ACTIVE" }]);
    const { $metadata: ___, ...disabled } = await lab.db.disableKinesisStreamingDestination({ TableName, StreamArn });
    expect(disabled).to.deep.equal({ TableName, StreamArn, DestinationStatus: "DISABLING" });
    expect(await destinations(TableName)).to.deep.equal([{ StreamArn, DestinationStatus: "DISABLED" }]);
  });

  it("are one at a time, beside those that are disabled", async () => {
    const TableName = await lab.table();
    const [one, other] = [await stream(), await stream()];
    await lab.db.enableKinesisStreamingDestination({ TableName, StreamArn: one });
    const taken = `ValidationException: ${STATE}EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.`;
    for (const StreamArn of [one, other])
      expect(await refused(lab.db.enableKinesisStreamingDestination({ TableName, StreamArn }))).to.equal(taken);
    await lab.db.disableKinesisStreamingDestination({ TableName, StreamArn: one });
    await lab.db.enableKinesisStreamingDestination({ TableName, StreamArn: other });
    expect(await destinations(TableName)).to.deep.equal([
      { StreamArn: other, DestinationStatus: "ACTIVE" },
      { StreamArn: one, DestinationStatus: "DISABLED" },
    ]);
    await lab.db.disableKinesisStreamingDestination({ TableName, StreamArn: other });
    await lab.db.enableKinesisStreamingDestination({ TableName, StreamArn: one });
    expect((await destinations(TableName))?.map(({ DestinationStatus }) => DestinationStatus)).to.deep.equal([
      "DISABLED",
      "ACTIVE",
    ]);
  });

  it("fail for streams that can't be used, and may be enabled once these can", async () => {
    const TableName = await lab.table();
    const belongs = "The kinesis Arn used to enable kinesis replication belongs to a stream which is ";
    const cases: [arn: string, why: string][] = [
      [arnOf("absent"), NO_PERMISSION],
      [arnOf("absent", "eu-west-1"), `${belongs}not in the current region`],
      [arnOf("absent", "us-east-1", "123456789012"), `${belongs}not in Active state`],
      ["arn:aws:dynamodb:us-east-1:000000000000:table/some", NO_PERMISSION],
      [`${arnOf("absent")}/consumer/one:1`, NO_PERMISSION],
    ];
    for (const [StreamArn, DestinationStatusDescription] of cases) {
      const answer = await lab.db.enableKinesisStreamingDestination({ TableName, StreamArn });
      expect(answer.DestinationStatus).to.equal("ENABLING");
      expect((await destinations(TableName))?.[0]).to.deep.equal({
        StreamArn,
        DestinationStatus: "ENABLE_FAILED",
        DestinationStatusDescription,
      });
    }
    await kinesis.createStream({ StreamName: "absent", ShardCount: 1 });
    await kinesis.describeStreamSummary({ StreamName: "absent" });
    await lab.db.enableKinesisStreamingDestination({ TableName, StreamArn: arnOf("absent") });
    expect((await destinations(TableName))?.at(-1)).to.deep.equal({
      StreamArn: arnOf("absent"),
      DestinationStatus: "ACTIVE",
    });
  });

  it("are refused in AWS's words when they are not in the right state, or not there", async () => {
    const TableName = await lab.table();
    const StreamArn = await stream();
    const { db } = lab;
    const UpdateKinesisStreamingConfiguration = { ApproximateCreationDateTimePrecision: "MICROSECOND" as const };
    const update = { TableName, StreamArn, UpdateKinesisStreamingConfiguration };
    expect(await refused(db.disableKinesisStreamingDestination({ TableName, StreamArn }))).to.equal(
      `ValidationException: ${STATE}KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.`,
    );
    expect(await refused(db.updateKinesisStreamingDestination(update))).to.equal(
      `ValidationException: ${STATE}No streaming destination with streamArn: ${StreamArn} found for table with tableName: ${TableName}`,
    );
    await db.enableKinesisStreamingDestination({ TableName, StreamArn });
    const configured = {
      TableName,
      StreamArn,
      EnableKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: "MICROSECOND" as const },
    };
    expect(await refused(db.disableKinesisStreamingDestination(configured))).to.equal(
      "ValidationException: Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters",
    );
    await db.disableKinesisStreamingDestination({ TableName, StreamArn });
    expect(await refused(db.updateKinesisStreamingDestination(update))).to.equal(
      `ValidationException: ${STATE}Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. TableName: ${TableName}, kdsArn: ${StreamArn}`,
    );
    const absent = { TableName: "not-there", StreamArn };
    const calls = [
      db.enableKinesisStreamingDestination(absent),
      db.disableKinesisStreamingDestination(absent),
      db.updateKinesisStreamingDestination({ ...update, ...absent }),
      db.describeKinesisStreamingDestination(absent),
    ];
    for (const call of calls)
      expect(await refused(call)).to.equal(
        "ResourceNotFoundException: Requested resource not found: Table: not-there not found",
      );
  });

  it("have a precision, which changes and goes with them", async () => {
    const TableName = await lab.table();
    const StreamArn = await stream();
    const { db } = lab;
    const { TableId } = (await db.describeTable({ TableName })).Table ?? {};
    const update = (ApproximateCreationDateTimePrecision: "MILLISECOND" | "MICROSECOND") =>
      db.updateKinesisStreamingDestination({
        TableName,
        StreamArn,
        UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision },
      });
    const same = (precision: string) =>
      `ValidationException: Invalid Request: Precision is already set to the desired value of ${precision} for tableId: ${TableId}, kdsArn: ${StreamArn}`;
    await db.enableKinesisStreamingDestination({ TableName, StreamArn });
    expect(await refused(update("MILLISECOND"))).to.equal(same("MILLISECOND"));
    const nothing =
      "ValidationException: Streaming destination cannot be updated with given parameters: UpdateKinesisStreamingConfiguration cannot be null or contain only null values";
    for (const UpdateKinesisStreamingConfiguration of [undefined, {}]) {
      const call = db.updateKinesisStreamingDestination({ TableName, StreamArn, UpdateKinesisStreamingConfiguration });
      expect(await refused(call)).to.equal(nothing);
    }
    const { $metadata: _, ...updated } = await update("MICROSECOND");
    expect(updated).to.deep.equal({
      TableName,
      StreamArn,
      DestinationStatus: "UPDATING",
      UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: "MICROSECOND" },
    });
    expect((await destinations(TableName))?.[0]?.ApproximateCreationDateTimePrecision).to.equal("MICROSECOND");
    expect(await refused(update("MICROSECOND"))).to.equal(same("MICROSECOND"));
    await db.disableKinesisStreamingDestination({ TableName, StreamArn });
    await db.enableKinesisStreamingDestination({ TableName, StreamArn });
    expect(await destinations(TableName)).to.deep.equal([{ StreamArn, DestinationStatus: "ACTIVE" }]);
  });

  it("ask who enables them for permissions of the stream, too", async () => {
    const TableName = await lab.table();
    const StreamArn = await stream();
    const iam = lab.client(IAM);
    const UserName = "streamer";
    await iam.createUser({ UserName });
    const allow = (...Action: string[]) =>
      iam.putUserPolicy({
        UserName,
        PolicyName: "own",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: { Effect: "Allow", Action, Resource: "*" },
        }),
      });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
    const db = lab.client(DynamoDB, { credentials: { accessKeyId, secretAccessKey } });
    const table = "dynamodb:EnableKinesisStreamingDestination";
    const error = await failure(db.enableKinesisStreamingDestination({ TableName, StreamArn }));
    expect(error.name).to.equal("AccessDeniedException");
    await allow(table, "kinesis:ListStreams", "kinesis:DescribeStream");
    await db.enableKinesisStreamingDestination({ TableName, StreamArn });
    expect((await destinations(TableName))?.[0]).to.include({
      DestinationStatus: "ENABLE_FAILED",
      DestinationStatusDescription: NO_PERMISSION,
    });
    await allow(table, "kinesis:ListStreams", "kinesis:DescribeStream", "kinesis:PutRecords");
    await db.enableKinesisStreamingDestination({ TableName, StreamArn });
    expect((await destinations(TableName))?.[0]?.DestinationStatus).to.equal("ACTIVE");
    const { Role } = await iam.getRole({ RoleName: "AWSServiceRoleForDynamoDBKinesisDataStreamsReplication" });
    expect(Role?.Path).to.equal("/aws-service-role/kinesisreplication.dynamodb.amazonaws.com/");
  });
});

import { DetectStackResourceDriftCommand } from "@aws-sdk/client-cloudformation";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { expect } from "chai";
import { Stacks } from "../../cloudformation/stacks.ts";
import { keys, useDynamoDb } from "../use-dynamodb.ts";

describe("The Kinesis stream of a table in CloudFormation", () => {
  const lab = useDynamoDb();
  const stacks = new Stacks(lab);
  const streamArn = (stream: string) => ({ "Fn::GetAtt": [stream, "Arn"] });
  const templateOf = (specification: object | undefined, resource = "AWS::DynamoDB::Table") => {
    const isGlobal = resource === "AWS::DynamoDB::GlobalTable";
    const own = specification && { KinesisStreamSpecification: specification };
    return {
      Resources: {
        One: { Type: "AWS::Kinesis::Stream", Properties: { ShardCount: 1 } },
        Other: { Type: "AWS::Kinesis::Stream", Properties: { ShardCount: 1 } },
        Table: {
          Type: resource,
          Properties: {
            ...keys("pk"),
            BillingMode: "PAY_PER_REQUEST",
            ...(isGlobal ? { Replicas: [{ Region: "us-east-1", ...own }] } : own),
          },
        },
      },
    };
  };
  /** Where a stack's table sends its changes: the streams by their logical names, with status and precision. */
  const destinations = async (stack: string) => {
    const { Table, One } = await stacks.resources(stack);
    const { KinesisDataStreamDestinations = [] } = await lab.db.describeKinesisStreamingDestination({
      TableName: String(Table?.id),
    });
    return KinesisDataStreamDestinations.map(
      ({ StreamArn = "", DestinationStatus, ApproximateCreationDateTimePrecision: precision }) =>
        `${StreamArn.endsWith(`/${One?.id}`) ? "One" : "Other"} ${DestinationStatus} ${precision ?? ""}`.trim(),
    );
  };
  const driftOf = async (StackName: string) => {
    const command = new DetectStackResourceDriftCommand({ StackName, LogicalResourceId: "Table" });
    return (await stacks.client.send(command)).StackResourceDrift?.StackResourceDriftStatus;
  };

  it("gets its changes, is changed, and is left", async () => {
    const stack = await stacks.create("streaming", templateOf({ StreamArn: streamArn("One") }));
    expect(stack.StackStatus, (await stacks.story("streaming")).join("\n")).to.equal("CREATE_COMPLETE");
    expect(await destinations("streaming")).to.deep.equal(["One ACTIVE"]);
    expect(await driftOf("streaming")).to.equal("IN_SYNC");
    const precise = { ApproximateCreationDateTimePrecision: "MICROSECOND" };
    await stacks.update("streaming", templateOf({ StreamArn: streamArn("One"), ...precise }));
    expect(await destinations("streaming")).to.deep.equal(["One ACTIVE MICROSECOND"]);
    await stacks.update("streaming", templateOf({ StreamArn: streamArn("Other"), ...precise }));
    expect(await destinations("streaming")).to.deep.equal(["Other ACTIVE MICROSECOND", "One DISABLED"]);
    const TableName = String((await stacks.resources("streaming")).Table?.id);
    const { KinesisDataStreamDestinations: [active] = [] } = await lab.db.describeKinesisStreamingDestination({
      TableName,
    });
    await lab.db.disableKinesisStreamingDestination({ TableName, StreamArn: active?.StreamArn });
    expect(await driftOf("streaming")).to.equal("MODIFIED");
    await lab.db.enableKinesisStreamingDestination({ TableName, StreamArn: active?.StreamArn });
    await stacks.update("streaming", templateOf(undefined));
    expect(await destinations("streaming")).to.deep.equal(["Other DISABLED", "One DISABLED"]);
    await stacks.delete(stack);
    expect((await lab.client(Kinesis).listStreams({})).StreamNames).to.deep.equal([]);
  });

  it("gets the changes of a global table's replica in the stack's region", async () => {
    const template = templateOf({ StreamArn: streamArn("One") }, "AWS::DynamoDB::GlobalTable");
    const stack = await stacks.create("streaming-global", template);
    expect(stack.StackStatus, (await stacks.story("streaming-global")).join("\n")).to.equal("CREATE_COMPLETE");
    expect(await destinations("streaming-global")).to.deep.equal(["One ACTIVE"]);
  });

  it("must be one that can be used", async () => {
    const StreamArn = "arn:aws:kinesis:us-east-1:000000000000:stream/absent";
    await stacks.create("streaming-nowhere", templateOf({ StreamArn }));
    expect((await stacks.story("streaming-nowhere")).join("\n")).to.match(
      /Table CREATE_FAILED .*User does not have a permission to use kinesis stream/,
    );
  });
});

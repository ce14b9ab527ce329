import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { FROM_START, PipeLab, ROLE } from "../pipe-lab.ts";

const TARGET = "arn:aws:sqs:us-east-1:000000000000:out";

describe("Pipes", () => {
  const cloud = useCloud();
  let lab: PipeLab;
  let source: string;
  before(async () => {
    lab = new PipeLab(cloud);
    await lab.makeRole();
    source = (await lab.queue()).arn;
  });

  it("are made, described, stopped, started and deleted", async () => {
    const { pipes } = lab;
    const input = { Name: "first", Source: source, Target: TARGET, RoleArn: ROLE, Description: "d", Tags: { a: "1" } };
    const made = await pipes.createPipe(input);
    const Arn = "arn:aws:pipes:us-east-1:000000000000:pipe/first";
    expect(made).to.include({ Arn, Name: "first", DesiredState: "RUNNING", CurrentState: "CREATING" });
    const { $metadata: _, CreationTime, LastModifiedTime, ...described } = await pipes.describePipe({ Name: "first" });
    expect(CreationTime).to.be.instanceOf(Date);
    expect(described).to.deep.equal({
      ...input,
      Arn,
      DesiredState: "RUNNING",
      CurrentState: "RUNNING",
      StateReason: "USER_INITIATED",
      SourceParameters: { SqsQueueParameters: { BatchSize: 10 } },
    });
    expect(await pipes.stopPipe({ Name: "first" })).to.include({ CurrentState: "STOPPING", DesiredState: "STOPPED" });
    expect(await pipes.describePipe({ Name: "first" })).to.include({ CurrentState: "STOPPED" });
    expect(await pipes.startPipe({ Name: "first" })).to.include({ CurrentState: "STARTING", DesiredState: "RUNNING" });
    expect(await pipes.describePipe({ Name: "first" })).to.include({ CurrentState: "RUNNING" });
    expect(await pipes.deletePipe({ Name: "first" })).to.include({ CurrentState: "DELETING" });
    const gone = await failure(pipes.describePipe({ Name: "first" }));
    expect(gone).to.include({ name: "NotFoundException", message: "Pipe first does not exist." });
  });

  it("are updated: parameters of one service as a whole, all else alone", async () => {
    const { pipes } = lab;
    const Name = await lab.pipe(source, TARGET, {
      Description: "before",
      SourceParameters: {
        FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] },
        SqsQueueParameters: { BatchSize: 5, MaximumBatchingWindowInSeconds: 1 },
      },
      TargetParameters: { InputTemplate: "<$.body>" },
    });
    const SqsQueueParameters = { BatchSize: 3 };
    const updated = await pipes.updatePipe({ Name, RoleArn: ROLE, SourceParameters: { SqsQueueParameters } });
    expect(updated).to.include({ CurrentState: "UPDATING" });
    const after = await pipes.describePipe({ Name });
    expect(after).to.deep.include({ Description: "before", TargetParameters: { InputTemplate: "<$.body>" } });
    expect(after.SourceParameters).to.deep.equal({
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"a":[1]}}' }] },
      SqsQueueParameters,
    });
    const nothing = {
      SourceParameters: { FilterCriteria: {} },
      TargetParameters: { InputTemplate: "" },
      Description: "",
    };
    await pipes.updatePipe({ Name, RoleArn: ROLE, ...nothing });
    const last = await pipes.describePipe({ Name });
    expect(last.SourceParameters).to.deep.equal({ SqsQueueParameters });
    expect(last.TargetParameters).to.equal(undefined);
  });

  it("are listed in pages, by name, source, target and state", async () => {
    const { pipes } = lab;
    const names = ["list-a", "list-b", "list-c"];
    for (const Name of names)
      await pipes.createPipe({ Name, Source: source, Target: TARGET, RoleArn: ROLE, DesiredState: "STOPPED" });
    const first = await pipes.listPipes({ NamePrefix: "list-", Limit: 2 });
    const second = await pipes.listPipes({ NamePrefix: "list-", Limit: 2, NextToken: first.NextToken });
    const all = [...(first.Pipes ?? []), ...(second.Pipes ?? [])];
    expect(all.map(({ Name }) => Name)).to.deep.equal(names);
    expect(second.NextToken).to.equal(undefined);
    const stopped = await pipes.listPipes({ CurrentState: "STOPPED", SourcePrefix: source, TargetPrefix: TARGET });
    expect(stopped.Pipes?.map(({ Name }) => Name)).to.deep.equal(names);
    expect((await pipes.listPipes({ TargetPrefix: "arn:aws:sns" })).Pipes).to.deep.equal([]);
  });

  it("have tags", async () => {
    const Name = await lab.pipe(source, TARGET, { Tags: { a: "1", b: "2" } });
    const resourceArn = `arn:aws:pipes:us-east-1:000000000000:pipe/${Name}`;
    await lab.pipes.tagResource({ resourceArn, tags: { c: "3" } });
    await lab.pipes.untagResource({ resourceArn, tagKeys: ["a"] });
    const { tags } = await lab.pipes.listTagsForResource({ resourceArn });
    expect(tags).to.deep.equal({ b: "2", c: "3" });
  });

  const stream = { KinesisStreamParameters: FROM_START };
  const wrong: readonly (readonly [what: string, input: object, error: object])[] = [
    [
      "a batch without a window that is too large",
      { SourceParameters: { SqsQueueParameters: { BatchSize: 11 } } },
      { name: "ValidationException" },
    ],
    ["parameters of another source", { SourceParameters: stream }, { name: "ValidationException" }],
    [
      "a pattern that is none",
      { SourceParameters: { FilterCriteria: { Filters: [{ Pattern: "{" }] } } },
      { name: "ValidationException" },
    ],
    [
      "an operator that pipes don't know",
      { SourceParameters: { FilterCriteria: { Filters: [{ Pattern: '{"a":[{"wildcard":"*"}]}' }] } } },
      { name: "ValidationException" },
    ],
    [
      "a template that is none",
      { TargetParameters: { InputTemplate: "<aws.pipes.x>" } },
      { name: "ValidationException" },
    ],
    ["a source that is none", { Source: "arn:aws:s3:::bucket" }, { name: "ValidationException" }],
    ["a name that is none", { Name: "a b" }, { name: "ValidationException" }],
    ["a log without a destination", { LogConfiguration: { Level: "INFO" } }, { name: "ValidationException" }],
    ["a FIFO queue without a group", { Target: `${TARGET}.fifo` }, { name: "ValidationException" }],
    [
      "Step Functions, which are not there",
      { Target: "arn:aws:states:us-east-1:000000000000:stateMachine:m" },
      { name: "NotImplemented" },
    ],
    [
      "Amazon MQ, which is not there",
      { Source: "arn:aws:mq:us-east-1:000000000000:broker:b:b-1" },
      { name: "NotImplemented" },
    ],
    ["Apache Kafka, which is not there", { Source: "smk://broker.example.com:9092" }, { name: "NotImplemented" }],
  ];
  for (const [what, input, error] of wrong)
    it(`refuse ${what}, and nothing is made`, async () => {
      const Name = lab.name("wrong");
      const made = lab.pipes.createPipe({ Name, Source: source, Target: TARGET, RoleArn: ROLE, ...input });
      expect(await failure(made)).to.include(error);
      expect(await failure(lab.pipes.describePipe({ Name }))).to.include({ name: "NotFoundException" });
    });

  it("refuse a name that is taken", async () => {
    const Name = await lab.pipe(source, TARGET);
    const twin = await failure(lab.pipes.createPipe({ Name, Source: source, Target: TARGET, RoleArn: ROLE }));
    expect(twin).to.include({ name: "ConflictException", message: `Pipe ${Name} already exists.`, resourceId: Name });
  });

  describe("whose role", () => {
    const stateOf = async (Name: string) => {
      const { CurrentState, StateReason } = await lab.pipes.describePipe({ Name });
      return { CurrentState, StateReason };
    };

    it("may not read the queue are not made, and say why", async () => {
      const RoleArn = await lab.makeRole("reads-nothing", [
        { Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" },
      ]);
      expect(await stateOf(await lab.pipe(source, TARGET, { RoleArn }))).to.deep.equal({
        CurrentState: "CREATE_FAILED",
        StateReason:
          "Input parameter is invalid from the request due to : The provided customer role does not have permissions to call ReceiveMessage on SQS",
      });
    });

    it("does not trust pipes are not made", async () => {
      const other = { Principal: { Service: "lambda.amazonaws.com" } };
      const RoleArn = await lab.makeRole("trusts-others", undefined, other);
      const { CurrentState, StateReason } = await stateOf(await lab.pipe(source, TARGET, { RoleArn }));
      expect(CurrentState).to.equal("CREATE_FAILED");
      expect(StateReason).to.contain("pipes.amazonaws.com");
    });

    it("trusts one pipe alone are made when they are that one", async () => {
      const Condition = {
        ArnEquals: { "aws:SourceArn": "arn:aws:pipes:us-east-1:000000000000:pipe/trusted" },
        StringEquals: { "aws:SourceAccount": "000000000000" },
      };
      const RoleArn = await lab.makeRole("trusts-one", undefined, { Condition });
      await lab.pipes.createPipe({ Name: "trusted", Source: source, Target: TARGET, RoleArn });
      expect(await stateOf("trusted")).to.include({ CurrentState: "RUNNING" });
      expect(await stateOf(await lab.pipe(source, TARGET, { RoleArn }))).to.include({ CurrentState: "CREATE_FAILED" });
    });

    it("may not send to the dead-letter queue are not made", async () => {
      const table = await lab.table();
      const dead = await lab.queue();
      const RoleArn = await lab.makeRole("reads-only", [{ Effect: "Allow", Action: "dynamodb:*", Resource: "*" }]);
      const DynamoDBStreamParameters = { ...FROM_START, DeadLetterConfig: { Arn: dead.arn } };
      const Name = await lab.pipe(table.arn, TARGET, { RoleArn, SourceParameters: { DynamoDBStreamParameters } });
      expect((await stateOf(Name)).StateReason).to.equal(
        `Input parameter is invalid from the request due to : Error occurred while sending message to SQS queue: ${dead.arn}`,
      );
    });

    it("is another account's are refused, and so are sources of another account", async () => {
      const theirs = (text: string) => text.replace("000000000000", "111111111111");
      const input = { Name: lab.name(), Source: source, Target: TARGET, RoleArn: ROLE };
      const withRole = await failure(lab.pipes.createPipe({ ...input, RoleArn: theirs(ROLE) }));
      expect(withRole).to.include({
        name: "AccessDeniedException",
        message: "Cross-account pass role is not allowed.",
      });
      const withSource = await failure(lab.pipes.createPipe({ ...input, Source: theirs(source) }));
      expect(withSource).to.include({ name: "ValidationException" });
    });

    it("may not be passed by the caller are refused", async () => {
      const { AccessKey } = await lab.iam
        .createUser({ UserName: "u" })
        .then(() => lab.iam.createAccessKey({ UserName: "u" }));
      const statement = { Effect: "Allow", Action: "pipes:*", Resource: "*" };
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
      await lab.iam.putUserPolicy({ UserName: "u", PolicyName: "p", PolicyDocument });
      const credentials = {
        accessKeyId: AccessKey?.AccessKeyId ?? "",
        secretAccessKey: AccessKey?.SecretAccessKey ?? "",
      };
      const { Pipes } = await import("@aws-sdk/client-pipes");
      const user = cloud.client(Pipes, { credentials });
      const made = user.createPipe({ Name: "theirs", Source: source, Target: TARGET, RoleArn: ROLE });
      expect((await failure(made)).message).to.contain("iam:PassRole");
      expect((await user.listPipes({})).Pipes).to.be.an("array");
    });
  });
});

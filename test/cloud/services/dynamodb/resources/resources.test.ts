import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { failure } from "../../../use-cloud.ts";
import { Stacks } from "../../cloudformation/stacks.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

const ALL = { ProjectionType: "ALL" as const };

describe("DynamoDB's CloudFormation resources", () => {
  const lab = useDynamoDb();
  const stacks = new Stacks(lab);
  const Type = "AWS::DynamoDB::Table";
  const described = async (TableName: string) => (await lab.db.describeTable({ TableName })).Table;
  const templateOf = (Properties: object, more: object = {}, resource = Type) => ({
    Resources: { Table: { Type: resource, Properties, ...more } },
    Outputs: {
      Name: { Value: { Ref: "Table" } },
      Arn: { Value: { "Fn::GetAtt": ["Table", "Arn"] } },
    },
  });
  const idOf = async (stack: string) => (await stacks.resources(stack)).Table?.id as string;

  it("are tables with all that they have, which change and go", async () => {
    const first = {
      ...keys("pk", "sk:N", "colour"),
      BillingMode: "PAY_PER_REQUEST",
      GlobalSecondaryIndexes: [{ IndexName: "by-colour", KeySchema: schema("colour"), Projection: ALL }],
      LocalSecondaryIndexes: [{ IndexName: "local", KeySchema: schema("pk", "colour"), Projection: ALL }],
      StreamSpecification: { StreamViewType: "NEW_IMAGE" },
      TimeToLiveSpecification: { AttributeName: "until", Enabled: "true" },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 },
      ContributorInsightsSpecification: { Enabled: true },
      DeletionProtectionEnabled: true,
      SSESpecification: { SSEEnabled: true },
      TableClass: "STANDARD_INFREQUENT_ACCESS",
      OnDemandThroughput: { MaxReadRequestUnits: 100 },
      Tags: [{ Key: "team", Value: "a" }],
    };
    const template = {
      ...templateOf(first),
      Outputs: { Stream: { Value: { "Fn::GetAtt": ["Table", "StreamArn"] } } },
    };
    const stack = await stacks.create("whole", template, { Tags: [{ Key: "stage", Value: "test" }] });
    expect(stack.StackStatus, (await stacks.story("whole")).join("\n")).to.equal("CREATE_COMPLETE");
    const TableName = await idOf("whole");
    expect(TableName).to.match(/^whole-Table-[A-Z0-9]+$/);
    const made = await described(TableName);
    expect(stack.Outputs?.[0]?.OutputValue).to.equal(made?.LatestStreamArn);
    expect(made).to.deep.include({
      DeletionProtectionEnabled: true,
      TableClassSummary: { TableClass: "STANDARD_INFREQUENT_ACCESS" },
      OnDemandThroughput: { MaxReadRequestUnits: 100 },
    });
    const { TimeToLiveDescription } = await lab.db.describeTimeToLive({ TableName });
    expect(TimeToLiveDescription?.AttributeName).to.equal("until");
    const { ContinuousBackupsDescription } = await lab.db.describeContinuousBackups({ TableName });
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.RecoveryPeriodInDays).to.equal(7);
    const { Tags } = await lab.db.listTagsOfResource({ ResourceArn: made?.TableArn });
    expect(Tags).to.have.deep.members([
      { Key: "team", Value: "a" },
      { Key: "stage", Value: "test" },
    ]);

    const { StreamSpecification: _, SSESpecification: __, TimeToLiveSpecification: ___, ...less } = first;
    const second = {
      ...less,
      ...keys("pk", "sk:N", "colour", "size:N"),
      GlobalSecondaryIndexes: [
        ...first.GlobalSecondaryIndexes,
        { IndexName: "by-size", KeySchema: schema("size", "sk"), Projection: { ProjectionType: "KEYS_ONLY" } },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      ContributorInsightsSpecification: { Enabled: false },
      DeletionProtectionEnabled: false,
      TableClass: "STANDARD",
      Tags: [{ Key: "team", Value: "b" }],
    };
    const updated = await stacks.update("whole", templateOf(second), { Tags: [{ Key: "stage", Value: "live" }] });
    expect(updated.StackStatus, (await stacks.story("whole")).join("\n")).to.equal("UPDATE_COMPLETE");
    expect(await idOf("whole")).to.equal(TableName);
    const after = await described(TableName);
    expect(after?.TableId).to.equal(made?.TableId);
    expect(after).to.not.have.any.keys("StreamSpecification", "SSEDescription");
    expect(after?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).to.deep.equal(["by-colour", "by-size"]);
    await until(
      async () =>
        (await lab.db.describeTimeToLive({ TableName })).TimeToLiveDescription?.TimeToLiveStatus === "DISABLED",
    );

    const gone = await stacks.delete(updated);
    expect(gone.StackStatus).to.equal("DELETE_COMPLETE");
    expect((await lab.db.listTables({})).TableNames).to.not.include(TableName);
  });

  it("are filled from a bucket before anything depends on them", async () => {
    const s3 = lab.client(S3);
    await s3.createBucket({ Bucket: "import-source" });
    const Body = '{"Item": {"pk": {"S": "a"}}}\n{"Item": {"pk": {"S": "b"}}}\n';
    await s3.putObject({ Bucket: "import-source", Key: "items.json", Body });
    const properties = {
      ...keys("pk"),
      BillingMode: "PAY_PER_REQUEST",
      DeletionProtectionEnabled: false,
      StreamSpecification: { StreamViewType: "NEW_IMAGE" },
      ImportSourceSpecification: { InputFormat: "DYNAMODB_JSON", S3BucketSource: { S3Bucket: "import-source" } },
    };
    const stack = await stacks.create("imported", templateOf(properties));
    expect(stack.StackStatus, (await stacks.story("imported")).join("\n")).to.equal("CREATE_COMPLETE");
    const TableName = await idOf("imported");
    expect((await lab.db.scan({ TableName, Select: "COUNT" })).Count).to.equal(2);
    expect((await described(TableName))?.StreamSpecification?.StreamViewType).to.equal("NEW_IMAGE");
  });

  it("have the policy of the table, and of its stream", async () => {
    const TableName = "with-policies";
    const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`;
    const allow = (Action: string, Resource: string) => ({
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: "111111111111" }, Action, Resource }],
      },
    });
    const properties = {
      TableName,
      ...keys("pk"),
      BillingMode: "PAY_PER_REQUEST",
      ResourcePolicy: allow("dynamodb:GetItem", arn),
      StreamSpecification: {
        StreamViewType: "NEW_IMAGE",
        ResourcePolicy: allow("dynamodb:DescribeStream", `${arn}/stream/*`),
      },
    };
    await stacks.create("policies", templateOf(properties));
    const policyOf = async (ResourceArn: string | undefined) =>
      JSON.parse((await lab.db.getResourcePolicy({ ResourceArn })).Policy ?? "").Statement[0].Action;
    expect(await policyOf(arn)).to.equal("dynamodb:GetItem");
    expect(await policyOf((await described(TableName))?.LatestStreamArn)).to.equal("dynamodb:DescribeStream");
    const { ResourcePolicy: _, ...without } = properties;
    await stacks.update("policies", templateOf(without));
    expect((await failure(lab.db.getResourcePolicy({ ResourceArn: arn }))).name).to.equal("PolicyNotFoundException");
  });

  it("are other tables when their keys change", async () => {
    const properties = { ...keys("pk"), BillingMode: "PAY_PER_REQUEST" };
    await stacks.create("replaced", templateOf(properties));
    const before = await idOf("replaced");
    const stack = await stacks.update("replaced", templateOf({ ...properties, ...keys("id:N") }));
    expect(stack.StackStatus).to.equal("UPDATE_COMPLETE");
    expect(await idOf("replaced")).to.not.equal(before);
  });

  it("are other tables when an attribute gets another type, unless it is a new one", async () => {
    const properties = (type: string, ...others: string[]) => ({
      ...keys("pk", undefined, `of:${type}`, ...others),
      BillingMode: "PAY_PER_REQUEST",
      GlobalSecondaryIndexes: ["of", ...others].map((name) => ({
        IndexName: `by-${name}`,
        KeySchema: schema(name),
        Projection: ALL,
      })),
    });
    await stacks.create("types", templateOf(properties("S")));
    const before = await idOf("types");
    await stacks.update("types", templateOf(properties("S", "more")));
    expect(await idOf("types")).to.equal(before);
    const stack = await stacks.update("types", templateOf(properties("N", "more")));
    expect(stack.StackStatus).to.equal("UPDATE_COMPLETE");
    expect(await idOf("types")).to.not.equal(before);
    const { AttributeDefinitions } = (await described(await idOf("types"))) ?? {};
    expect(AttributeDefinitions).to.deep.include({ AttributeName: "of", AttributeType: "N" });
    expect((await lab.db.listTables({})).TableNames).to.not.include(before);
  });

  it("have one index made or removed in an update, as CloudFormation demands", async () => {
    const properties = { ...keys("pk"), BillingMode: "PAY_PER_REQUEST" };
    await stacks.create("indexes", templateOf(properties));
    const index = (IndexName: string, ProjectionType = "ALL") => ({
      IndexName,
      KeySchema: schema("colour"),
      Projection: { ProjectionType },
    });
    const two = { ...properties, ...keys("pk", undefined, "colour") };
    await stacks.update("indexes", templateOf({ ...two, GlobalSecondaryIndexes: [index("one"), index("two")] }));
    expect((await stacks.story("indexes")).join("\n")).to.contain(
      "Cannot perform more than one GSI creation or deletion in a single update",
    );
    await stacks.update("indexes", templateOf({ ...two, GlobalSecondaryIndexes: [index("one")] }));
    await stacks.update("indexes", templateOf({ ...two, GlobalSecondaryIndexes: [index("one", "KEYS_ONLY")] }));
    expect((await stacks.story("indexes")).join("\n")).to.contain("Cannot update GSI's properties other than");
    const removed = await stacks.update("indexes", templateOf(properties));
    expect(removed.StackStatus).to.equal("UPDATE_COMPLETE");
    expect(await described(await idOf("indexes"))).to.not.have.property("GlobalSecondaryIndexes");
  });

  it("switch from provisioned throughput to on-demand and back, with their indexes", async () => {
    const units = (n: number) => ({ ProvisionedThroughput: { ReadCapacityUnits: n, WriteCapacityUnits: n } });
    const index = { IndexName: "by-colour", KeySchema: schema("colour"), Projection: ALL };
    const of = (n: number) => ({
      ...keys("pk", undefined, "colour"),
      ...units(n),
      GlobalSecondaryIndexes: [{ ...index, ...units(n) }],
    });
    await stacks.create("modes", templateOf(of(2)));
    const TableName = await idOf("modes");
    await stacks.update("modes", templateOf(of(3)));
    expect(
      (await described(TableName))?.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput?.ReadCapacityUnits,
    ).to.equal(3);
    const onDemand = {
      ...keys("pk", undefined, "colour"),
      BillingMode: "PAY_PER_REQUEST",
      GlobalSecondaryIndexes: [index],
    };
    await stacks.update("modes", templateOf(onDemand));
    expect((await described(TableName))?.BillingModeSummary?.BillingMode).to.equal("PAY_PER_REQUEST");
    const back = await stacks.update("modes", templateOf(of(4)));
    expect(back.StackStatus, (await stacks.story("modes")).join("\n")).to.equal("UPDATE_COMPLETE");
    expect((await described(TableName))?.ProvisionedThroughput?.WriteCapacityUnits).to.equal(4);
  });

  it("stay when they are protected", async () => {
    const properties = { ...keys("pk"), BillingMode: "PAY_PER_REQUEST", DeletionProtectionEnabled: true };
    const stack = await stacks.create("protected", templateOf(properties));
    expect((await stacks.delete(stack)).StackStatus).to.equal("DELETE_FAILED");
    expect((await stacks.story("protected")).join("\n")).to.contain("currently protected against deletion");
  });

  it("are global tables of one replica", async () => {
    const properties = {
      TableName: "global",
      ...keys("pk", undefined, "colour"),
      BillingMode: "PAY_PER_REQUEST",
      GlobalSecondaryIndexes: [{ IndexName: "by-colour", KeySchema: schema("colour"), Projection: ALL }],
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 50 },
      Replicas: [
        {
          Region: "us-east-1",
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          Tags: [{ Key: "team", Value: "a" }],
        },
      ],
    };
    const GlobalTable = "AWS::DynamoDB::GlobalTable";
    const stack = await stacks.create("global", {
      ...templateOf(properties, {}, GlobalTable),
      Outputs: { Id: { Value: { "Fn::GetAtt": ["Table", "TableId"] } } },
    });
    const table = await described("global");
    expect(stack.Outputs?.[0]?.OutputValue).to.equal(table?.TableId);
    expect(table?.OnDemandThroughput).to.deep.equal({ MaxWriteRequestUnits: 50 });
    const Replicas = [{ Region: "us-east-1", TableClass: "STANDARD_INFREQUENT_ACCESS" }];
    await stacks.update("global", templateOf({ ...properties, Replicas }, {}, GlobalTable));
    expect((await described("global"))?.TableClassSummary?.TableClass).to.equal("STANDARD_INFREQUENT_ACCESS");
    await stacks.delete(stack);
    expect((await lab.db.listTables({})).TableNames).to.not.include("global");
  });

  it("are made in other regions, too, as replicas of a global table", async () => {
    const settings = {
      TableName: "everywhere",
      ...keys("pk"),
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    };
    const inRegions = (...regions: string[]) =>
      templateOf({ ...settings, Replicas: regions.map((Region) => ({ Region })) }, {}, "AWS::DynamoDB::GlobalTable");
    const regions = async () => (await described("everywhere"))?.Replicas?.map(({ RegionName }) => RegionName);
    const stack = await stacks.create("everywhere", inRegions("us-east-1", "eu-west-1", "eu-west-3"));
    expect(await regions()).to.deep.equal(["eu-west-1", "eu-west-3"]);
    await stacks.update("everywhere", inRegions("us-east-1", "eu-west-3"));
    expect(await regions()).to.deep.equal(["eu-west-3"]);
    await stacks.delete(stack);
    const { TableNames } = await lab.client(DynamoDB, { region: "eu-west-3" }).listTables({});
    expect(TableNames).to.not.include("everywhere");
  });

  it("have settings of their own in each region", async () => {
    const policy = (Sid: string) => ({
      PolicyDocument: {
        Version: "2012-10-17",
        Statement: [
          { Sid, Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "dynamodb:GetItem", Resource: "*" },
        ],
      },
    });
    const far = lab.client(DynamoDB, { region: "eu-west-1" });
    const template = (replica: object) =>
      templateOf(
        {
          TableName: "apart",
          ...keys("pk", undefined, "colour"),
          BillingMode: "PAY_PER_REQUEST",
          StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
          WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 40 },
          GlobalSecondaryIndexes: [{ IndexName: "by-colour", KeySchema: schema("colour"), Projection: ALL }],
          Replicas: [
            { Region: "us-east-1", Tags: [{ Key: "at", Value: "home" }] },
            { Region: "eu-west-1", ...replica },
          ],
        },
        {},
        "AWS::DynamoDB::GlobalTable",
      );
    const stack = await stacks.create(
      "apart",
      template({
        Tags: [{ Key: "at", Value: "sea" }],
        TableClass: "STANDARD_INFREQUENT_ACCESS",
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 3 },
        ContributorInsightsSpecification: { Enabled: true },
        ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 20 },
        GlobalSecondaryIndexes: [
          {
            IndexName: "by-colour",
            ContributorInsightsSpecification: { Enabled: true },
            ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 10 },
          },
        ],
        ResourcePolicy: policy("one"),
      }),
    );
    expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
    const TableName = "apart";
    const farTable = async () => (await far.describeTable({ TableName })).Table;
    const table = await farTable();
    expect(table?.TableClassSummary?.TableClass).to.equal("STANDARD_INFREQUENT_ACCESS");
    expect(table?.DeletionProtectionEnabled).to.equal(true);
    expect(table?.OnDemandThroughput).to.deep.equal({ MaxReadRequestUnits: 20, MaxWriteRequestUnits: 40 });
    expect(table?.GlobalSecondaryIndexes?.[0]?.OnDemandThroughput?.MaxReadRequestUnits).to.equal(10);
    const home = await described(TableName);
    expect(home?.OnDemandThroughput).to.deep.equal({ MaxWriteRequestUnits: 40 });
    expect(home?.DeletionProtectionEnabled).to.equal(false);
    const insights = await far.describeContributorInsights({ TableName, IndexName: "by-colour" });
    expect(insights.ContributorInsightsStatus).to.equal("ENABLED");
    const recovery = async () =>
      (await far.describeContinuousBackups({ TableName })).ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    expect(await recovery()).to.include({ PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: 3 });
    const ResourceArn = table?.TableArn;
    const tags = async () =>
      ((await far.listTagsOfResource({ ResourceArn })).Tags ?? []).map(({ Key, Value }) => `${Key}=${Value}`);
    expect(await tags()).to.include("at=sea");
    expect((await far.getResourcePolicy({ ResourceArn })).Policy).to.include("one");

    await stacks.update("apart", template({ Tags: [{ Key: "at", Value: "lake" }], ResourcePolicy: policy("two") }));
    expect(await tags()).to.include("at=lake");
    expect((await far.getResourcePolicy({ ResourceArn })).Policy).to.include("two");
    expect((await recovery())?.PointInTimeRecoveryStatus).to.equal("DISABLED");
    expect((await farTable())?.DeletionProtectionEnabled).to.equal(false);
    expect((await farTable())?.TableClassSummary?.TableClass).to.equal("STANDARD");
    expect((await stacks.delete(stack)).StackStatus).to.equal("DELETE_COMPLETE");
    expect((await far.listTables({})).TableNames).to.not.include(TableName);
  });

  it("name what the lab does not have", async () => {
    const properties = {
      ...keys("pk"),
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      Replicas: [{ Region: "us-east-1" }],
      MultiRegionConsistency: "STRONG",
    };
    await stacks.create("absent", templateOf(properties, {}, "AWS::DynamoDB::GlobalTable"));
    expect((await stacks.story("absent")).join("\n")).to.contain(
      "Skylab does not implement strongly consistent global tables",
    );
  });
});

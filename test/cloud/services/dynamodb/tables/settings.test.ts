import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { keys, schema, useDynamoDb } from "../use-dynamodb.ts";

describe("Settings of tables", () => {
  const lab = useDynamoDb();
  const arnOf = (table: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${table}`;

  it("are tags that come and go", async () => {
    const ResourceArn = arnOf(await lab.table({ Tags: [{ Key: "stage", Value: "test" }] }));
    await lab.db.tagResource({
      ResourceArn,
      Tags: [
        { Key: "stage", Value: "live" },
        { Key: "constructor", Value: "" },
      ],
    });
    const { Tags } = await lab.db.listTagsOfResource({ ResourceArn });
    expect(Tags).to.have.deep.members([
      { Key: "stage", Value: "live" },
      { Key: "constructor", Value: "" },
    ]);
    await lab.db.untagResource({ ResourceArn, TagKeys: ["stage", "other"] });
    expect((await lab.db.listTagsOfResource({ ResourceArn })).Tags).to.deep.equal([{ Key: "constructor", Value: "" }]);
  });

  const badTags: [tags: { Key: string; Value: string }[], message: string][] = [
    [[], "Atleast one Tag needs to be provided as Input."],
    [[{ Key: "aws:x", Value: "" }], "Tag Key cannot be prefixed with aws:, Key: aws:x"],
    [
      [1, 2].map((n) => ({ Key: "k", Value: String(n) })),
      "Duplicate Tag Keys provided as input: Duplicate Tag Key found k",
    ],
    [
      Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: "" })),
      "Number of Tags exceed the current limit for the provided ResourceArn",
    ],
  ];
  for (const [Tags, message] of badTags) {
    it(`are no tags as these: ${message}`, async () => {
      const ResourceArn = arnOf(await lab.table());
      expect((await failure(lab.db.tagResource({ ResourceArn, Tags }))).message).to.equal(message);
    });
  }

  it("are of tables that are there, named by ARNs", async () => {
    const list = (ResourceArn: string) => failure(lab.db.listTagsOfResource({ ResourceArn }));
    expect((await list("music")).message).to.match(/ARNs must start with 'arn:': music$/);
    expect((await list("arn:aws:s3:::music")).message).to.match(/Provided Arn is not a DynamoDB resource arn/);
    expect((await list(`${arnOf("music")}/index/i`)).message).to.match(/only table or stream is accepted/);
    expect((await list(arnOf("nobody"))).message).to.equal(
      `Requested resource not found: ResourceArn: ${arnOf("nobody")} not found`,
    );
  });

  it("are contributor insights, which are stored", async () => {
    const TableName = await lab.table({
      ...keys("pk", undefined, "colour", "size"),
      GlobalSecondaryIndexes: [
        { IndexName: "by-colour", KeySchema: schema("colour", "size"), Projection: { ProjectionType: "ALL" } },
      ],
    });
    const IndexName = "by-colour";
    expect((await lab.db.describeContributorInsights({ TableName })).ContributorInsightsStatus).to.equal("DISABLED");
    const enabled = await lab.db.updateContributorInsights({
      TableName,
      IndexName,
      ContributorInsightsAction: "ENABLE",
    });
    expect(enabled.ContributorInsightsStatus).to.equal("ENABLING");
    const told = await lab.db.describeContributorInsights({ TableName, IndexName });
    expect(told.ContributorInsightsStatus).to.equal("ENABLED");
    expect(told.ContributorInsightsRuleList).to.have.length(4);
    const { ContributorInsightsSummaries } = await lab.db.listContributorInsights({ TableName });
    expect(ContributorInsightsSummaries).to.deep.equal([
      {
        TableName,
        IndexName,
        ContributorInsightsStatus: "ENABLED",
        ContributorInsightsMode: "ACCESSED_AND_THROTTLED_KEYS",
      },
    ]);
    const other = lab.db.describeContributorInsights({ TableName, IndexName: "other" });
    expect((await failure(other)).name).to.equal("ResourceNotFoundException");
  });

  it("are the lab's own address, and quotas", async () => {
    const { Endpoints } = await lab.db.describeEndpoints({});
    expect(Endpoints?.[0]?.Address).to.equal(new URL(lab.endpoint).host);
    expect((await lab.db.describeLimits({})).TableMaxReadCapacityUnits).to.equal(40_000);
  });

  it("are keys of encryption and classes of tables, which are told as they were given", async () => {
    const TableName = await lab.table({
      SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: "alias/mine" },
      TableClass: "STANDARD_INFREQUENT_ACCESS",
    });
    const { Table } = await lab.db.describeTable({ TableName });
    expect(Table?.SSEDescription).to.deep.equal({
      Status: "ENABLED",
      SSEType: "KMS",
      KMSMasterKeyArn: "arn:aws:kms:us-east-1:000000000000:alias/mine",
    });
    expect(Table?.TableClassSummary).to.deep.equal({ TableClass: "STANDARD_INFREQUENT_ACCESS" });
    await lab.db.updateTable({ TableName, SSESpecification: { Enabled: false } });
    expect((await lab.db.describeTable({ TableName })).Table).to.not.have.property("SSEDescription");
  });
});

import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreams } from "@aws-sdk/client-dynamodb-streams";
import { expect } from "chai";
import { failure } from "../../../use-cloud.ts";
import { useDynamoDb } from "../use-dynamodb.ts";

const OTHER = "111111111111";

describe("Policies of tables", () => {
  const lab = useDynamoDb();
  let other: DynamoDB;
  before(() => {
    other = lab.client(DynamoDB, { credentials: { accessKeyId: OTHER, secretAccessKey: "test" } });
  });
  const arnOf = (table: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${table}`;
  const policyFor = (table: string, Action: string | string[], Effect = "Allow", AWS = OTHER) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect, Principal: { AWS }, Action, Resource: [arnOf(table), `${arnOf(table)}/index/*`] }],
    });

  it("let another account in, to what they say", async () => {
    const TableName = arnOf(await lab.table());
    const Item = { pk: { S: "a" } };
    expect((await failure(other.putItem({ TableName, Item }))).name).to.equal("AccessDeniedException");
    const Policy = policyFor(TableName.split("/")[1] as string, ["dynamodb:PutItem", "dynamodb:DescribeTable"]);
    await lab.db.putResourcePolicy({ ResourceArn: TableName, Policy });
    await other.putItem({ TableName, Item });
    expect((await other.describeTable({ TableName })).Table?.ItemCount).to.equal(1);
    expect((await failure(other.getItem({ TableName, Key: Item }))).name).to.equal("AccessDeniedException");
    expect((await failure(other.deleteTable({ TableName }))).name).to.equal("AccessDeniedException");
  });

  it("may deny what the account's own policies allow", async () => {
    const table = await lab.table();
    const own = "arn:aws:iam::000000000000:root";
    const Policy = policyFor(table, "dynamodb:GetItem", "Deny", own);
    await lab.db.putResourcePolicy({ ResourceArn: arnOf(table), Policy });
    const error = await failure(lab.db.getItem({ TableName: table, Key: { pk: { S: "a" } } }));
    expect(error.name).to.equal("AccessDeniedException");
  });

  it("have revisions, by which nobody overwrites what another has written", async () => {
    const table = await lab.table();
    const ResourceArn = arnOf(table);
    expect((await failure(lab.db.getResourcePolicy({ ResourceArn }))).message).to.equal(
      `Resource-based policy not found for the provided ResourceArn: ${ResourceArn}`,
    );
    expect(await lab.db.deleteResourcePolicy({ ResourceArn })).to.not.have.property("RevisionId");
    const Policy = policyFor(table, "dynamodb:GetItem");
    const put = (ExpectedRevisionId?: string, text = Policy) =>
      lab.db.putResourcePolicy({ ResourceArn, Policy: text, ExpectedRevisionId });
    const { RevisionId } = await put("NO_POLICY");
    expect(await lab.db.getResourcePolicy({ ResourceArn })).to.deep.include({ Policy, RevisionId });
    expect((await put()).RevisionId).to.equal(RevisionId);
    expect((await failure(put("NO_POLICY"))).name).to.equal("PolicyNotFoundException");
    const { RevisionId: second } = await put(RevisionId, policyFor(table, "dynamodb:Query"));
    expect(second).to.not.equal(RevisionId);
    expect((await failure(put(RevisionId))).message).to.include(`has revision id ${second}.`);
    await lab.db.deleteResourcePolicy({ ResourceArn, ExpectedRevisionId: second });
  });

  it("are of streams as well, each with its own", async () => {
    const StreamSpecification = { StreamEnabled: true, StreamViewType: "NEW_IMAGE" as const };
    const TableName = await lab.table({ StreamSpecification });
    const StreamArn = (await lab.db.describeTable({ TableName })).Table?.LatestStreamArn as string;
    const theirs = lab.client(DynamoDBStreams, { credentials: { accessKeyId: OTHER, secretAccessKey: "test" } });
    const policy = policyFor(TableName, "dynamodb:DescribeStream");
    await lab.db.putResourcePolicy({ ResourceArn: arnOf(TableName), Policy: policy });
    expect((await failure(theirs.describeStream({ StreamArn }))).name).to.equal("AccessDeniedException");
    const Policy = policy.replaceAll(arnOf(TableName), StreamArn);
    await lab.db.putResourcePolicy({ ResourceArn: StreamArn, Policy });
    expect((await theirs.describeStream({ StreamArn })).StreamDescription?.TableName).to.equal(TableName);
  });

  it("come with CreateTable, and go with the table", async () => {
    const name = "with-policy";
    const ResourcePolicy = policyFor(name, "dynamodb:GetItem");
    const TableName = await lab.table({ TableName: name, ResourcePolicy }).then(() => name);
    const ResourceArn = arnOf(TableName);
    expect((await lab.db.getResourcePolicy({ ResourceArn })).Policy).to.equal(ResourcePolicy);
    await lab.db.deleteTable({ TableName });
    await lab.table({ TableName });
    expect((await failure(lab.db.getResourcePolicy({ ResourceArn }))).name).to.equal("PolicyNotFoundException");
  });

  const refused: [what: string, policy: object | string, message: RegExp][] = [
    ["what is no JSON", "{", /This policy contains invalid Json$/],
    ["no principal", { Effect: "Allow", Action: "dynamodb:GetItem", Resource: "*" }, /^Invalid principal/],
    [
      "no resource",
      { Effect: "Allow", Principal: "*", Action: "dynamodb:GetItem" },
      /Missing required field Resource$/,
    ],
    ["everything for everybody", { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }, /unbounded access/],
  ];
  for (const [what, policy, message] of refused) {
    it(`are refused with ${what}`, async () => {
      const Policy =
        typeof policy === "string" ? policy : JSON.stringify({ Version: "2012-10-17", Statement: [policy] });
      const ResourceArn = arnOf(await lab.table());
      expect((await failure(lab.db.putResourcePolicy({ ResourceArn, Policy }))).message).to.match(message);
    });
  }
});

import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { SQS } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { useCloud } from "../cloud/use-cloud.ts";

const run = promisify(execFile);

/** A folder with the AWS provider, as `terraform providers mirror` makes one: it is too large to be downloaded by the way. */
const plugins = process.env.TERRAFORM_PLUGINS;

describe("Terraform", function () {
  this.timeout(600_000);
  const lab = useCloud();
  const folder = mkdtempSync(join(tmpdir(), "skylab-terraform-"));
  let db: DynamoDB;
  let sqs: SQS;
  let far: DynamoDB;
  let kinesis: Kinesis;
  before(async function () {
    if (plugins === undefined || spawnSync("terraform", ["version"]).status !== 0) this.skip();
    cpSync(join(packageFolder, "test/deploy/terraform"), folder, { recursive: true });
    db = lab.client(DynamoDB);
    sqs = lab.client(SQS);
    far = lab.client(DynamoDB, { region: "eu-west-1" });
    kinesis = lab.client(Kinesis);
    await terraform("init", `-plugin-dir=${plugins}`);
  });
  after(() => rmSync(folder, { recursive: true }));

  const terraform = (...args: string[]) => {
    const env = { ...process.env, TF_VAR_endpoint: lab.endpoint, CHECKPOINT_DISABLE: "1" };
    return run("terraform", [...args, "-no-color", "-input=false"], { cwd: folder, env });
  };
  /** Fails when a plan would change anything. */
  const unchanged = (...variables: string[]) => terraform("plan", "-detailed-exitcode", ...variables);

  const clicks = async () => (await kinesis.describeStreamSummary({ StreamName: "clicks" })).StreamDescriptionSummary;

  it("makes tables, queues and streams of all settings, with what belongs to them, and finds them as it made them", async () => {
    await terraform("apply", "-auto-approve");
    const QueueUrl = `${lab.endpoint}/000000000000/work`;
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["All"] });
    expect(JSON.parse(Attributes?.RedrivePolicy ?? "").maxReceiveCount).to.equal(4);
    expect(Attributes).to.include({ VisibilityTimeout: "60", MaximumMessageSize: "2048" });
    const { Table } = await db.describeTable({ TableName: "music" });
    expect(Table?.GlobalSecondaryIndexes?.[0]?.Projection?.NonKeyAttributes).to.deep.equal(["album", "label"]);
    const replica = await far.describeContinuousBackups({ TableName: "global" });
    expect(replica.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).to.include({
      PointInTimeRecoveryStatus: "ENABLED",
    });
    expect((await db.scan({ TableName: "imported" })).Count).to.equal(2);
    expect((await db.listExports({})).ExportSummaries).to.have.length(1);
    await db.putItem({ TableName: "legacy", Item: { id: { S: "1" } } });
    expect((await far.scan({ TableName: "legacy" })).Count).to.equal(1);
    const { OpenShardCount, ConsumerCount, RetentionPeriodHours, KeyId } = (await clicks()) ?? {};
    expect([OpenShardCount, ConsumerCount, RetentionPeriodHours]).to.deep.equal([2, 1, 48]);
    expect(KeyId).to.equal("alias/aws/kinesis");
    await unchanged();
  });

  it("changes them in place", async () => {
    const changed = ["-var=more=true", "-var=price=13"];
    const before = (await db.describeTable({ TableName: "music" })).Table?.TableId;
    await terraform("apply", "-auto-approve", ...changed);
    const { Table } = await db.describeTable({ TableName: "music" });
    expect(Table?.TableId).to.equal(before);
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).to.have.members(["by-genre", "by-song"]);
    const Key = { artist: { S: "Arvo" }, song: { S: "Spiegel" } };
    expect((await db.getItem({ TableName: "music", Key })).Item?.price).to.deep.equal({ N: "13" });
    const ResourceArn = (await far.describeTable({ TableName: "global" })).Table?.TableArn;
    expect((await far.listTagsOfResource({ ResourceArn })).Tags).to.deep.equal([{ Key: "team", Value: "b" }]);
    const { OpenShardCount, RetentionPeriodHours, EncryptionType } = (await clicks()) ?? {};
    expect([OpenShardCount, RetentionPeriodHours, EncryptionType]).to.deep.equal([4, 24, "NONE"]);
    await unchanged(...changed);
  });

  it("destroys them", async () => {
    await terraform("destroy", "-auto-approve");
    for (const one of [db, far]) expect((await one.listTables({})).TableNames).to.deep.equal([]);
    expect((await sqs.listQueues({})).QueueUrls).to.equal(undefined);
    expect((await kinesis.listStreams({})).StreamNames).to.deep.equal([]);
  });
});

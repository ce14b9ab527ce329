import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Firehose } from "@aws-sdk/client-firehose";
import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { useCloud } from "../cloud/use-cloud.ts";

const run = promisify(execFile);

/** A folder with the AWS provider, as `terraform providers mirror` makes one. */
const plugins = process.env.TERRAFORM_PLUGINS;

describe("Terraform's topics and delivery streams", function () {
  this.timeout(300_000);
  const lab = useCloud();
  const folder = mkdtempSync(join(tmpdir(), "skylab-terraform-"));
  let sns: SNSClient;
  let firehose: Firehose;
  before(async function () {
    if (plugins === undefined || spawnSync("terraform", ["version"]).status !== 0) this.skip();
    cpSync(join(packageFolder, "test/deploy/terraform-topics"), folder, { recursive: true });
    sns = lab.client(SNSClient);
    firehose = lab.client(Firehose);
    await terraform("init", `-plugin-dir=${plugins}`);
  });
  after(() => rmSync(folder, { recursive: true }));

  const terraform = (...args: string[]) => {
    const env = { ...process.env, TF_VAR_endpoint: lab.endpoint, CHECKPOINT_DISABLE: "1" };
    return run("terraform", [...args, "-no-color", "-input=false"], { cwd: folder, env });
  };
  /** Fails when a plan would change anything. */
  const unchanged = (...variables: string[]) => terraform("plan", "-detailed-exitcode", ...variables);
  const displayName = async () => {
    const TopicArn = "arn:aws:sns:us-east-1:000000000000:news";
    return (await sns.send(new GetTopicAttributesCommand({ TopicArn }))).Attributes?.DisplayName;
  };

  it("are made with policies and subscriptions, and found as they were made", async () => {
    await terraform("apply", "-auto-approve");
    expect(await displayName()).to.equal("News");
    expect((await firehose.listDeliveryStreams({})).DeliveryStreamNames).to.deep.equal(["archive", "endpoint"]);
    await unchanged();
  });

  it("are changed in place", async () => {
    await terraform("apply", "-auto-approve", "-var=more=true");
    expect(await displayName()).to.equal("More news");
    const { DeliveryStreamDescription } = await firehose.describeDeliveryStream({ DeliveryStreamName: "archive" });
    const { BufferingHints } = DeliveryStreamDescription?.Destinations?.[0]?.ExtendedS3DestinationDescription ?? {};
    expect(BufferingHints).to.deep.equal({ SizeInMBs: 64, IntervalInSeconds: 60 });
    await unchanged("-var=more=true");
  });

  it("are destroyed", async () => {
    await terraform("destroy", "-auto-approve");
    expect((await sns.send(new ListTopicsCommand({}))).Topics).to.deep.equal([]);
    expect((await firehose.listDeliveryStreams({})).DeliveryStreamNames).to.deep.equal([]);
  });
});

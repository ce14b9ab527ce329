import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { useCloud } from "../cloud/use-cloud.ts";

const run = promisify(execFile);

/** A folder with the AWS provider, as `terraform providers mirror` makes one. */
const plugins = process.env.TERRAFORM_PLUGINS;

describe("Terraform's trails, connections and API destinations", function () {
  this.timeout(300_000);
  const lab = useCloud();
  const folder = mkdtempSync(join(tmpdir(), "skylab-terraform-"));
  let cloudtrail: CloudTrail;
  let events: EventBridge;
  before(async function () {
    if (plugins === undefined || spawnSync("terraform", ["version"]).status !== 0) this.skip();
    cpSync(join(packageFolder, "test/deploy/terraform-trails"), folder, { recursive: true });
    cloudtrail = lab.client(CloudTrail);
    events = lab.client(EventBridge);
    await terraform("init", `-plugin-dir=${plugins}`);
  });
  after(() => rmSync(folder, { recursive: true }));

  const terraform = (...args: string[]) => {
    const env = { ...process.env, TF_VAR_endpoint: lab.endpoint, CHECKPOINT_DISABLE: "1" };
    return run("terraform", [...args, "-no-color", "-input=false"], { cwd: folder, env });
  };
  /** Fails when a plan would change anything. */
  const unchanged = (...variables: string[]) => terraform("plan", "-detailed-exitcode", ...variables);
  const rate = async () => (await events.describeApiDestination({ Name: "partner" })).InvocationRateLimitPerSecond;

  it("are made, and found as they were made", async () => {
    await terraform("apply", "-auto-approve");
    expect((await cloudtrail.getTrailStatus({ Name: "audit" })).IsLogging).to.equal(true);
    expect(await rate()).to.equal(10);
    await unchanged();
  });

  it("are changed in place", async () => {
    await terraform("apply", "-auto-approve", "-var=more=true");
    const { Trail } = await cloudtrail.getTrail({ Name: "audit" });
    expect(Trail).to.include({ S3KeyPrefix: "more", IsMultiRegionTrail: false });
    expect((await cloudtrail.getTrailStatus({ Name: "audit" })).IsLogging).to.equal(false);
    expect(await rate()).to.equal(20);
    await unchanged("-var=more=true");
  });

  it("are destroyed", async () => {
    await terraform("destroy", "-auto-approve", "-var=more=true");
    expect((await cloudtrail.listTrails({})).Trails).to.deep.equal([]);
    expect((await events.listConnections({})).Connections).to.deep.equal([]);
  });
});

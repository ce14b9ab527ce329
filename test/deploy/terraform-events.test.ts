import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { useCloud } from "../cloud/use-cloud.ts";

const run = promisify(execFile);

/** A folder with the AWS provider, as `terraform providers mirror` makes one. */
const plugins = process.env.TERRAFORM_PLUGINS;

describe("Terraform's event buses", function () {
  this.timeout(300_000);
  const lab = useCloud();
  const folder = mkdtempSync(join(tmpdir(), "skylab-terraform-"));
  let events: EventBridge;
  before(async function () {
    if (plugins === undefined || spawnSync("terraform", ["version"]).status !== 0) this.skip();
    cpSync(join(packageFolder, "test/deploy/terraform-events"), folder, { recursive: true });
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

  it("are made with rules, targets and archives, and found as they were made", async () => {
    await terraform("apply", "-auto-approve");
    const { Targets } = await events.listTargetsByRule({ Rule: "paid", EventBusName: "orders" });
    expect(Targets?.[0]?.RetryPolicy).to.deep.equal({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 3 });
    await unchanged();
  });

  it("are changed in place", async () => {
    await terraform("apply", "-auto-approve", "-var=more=true");
    expect((await events.describeEventBus({ Name: "orders" })).Description).to.equal("All orders");
    expect((await events.describeArchive({ ArchiveName: "orders" })).RetentionDays).to.equal(7);
    await unchanged("-var=more=true");
  });

  it("are destroyed", async () => {
    await terraform("destroy", "-auto-approve");
    expect((await events.listEventBuses({})).EventBuses?.map(({ Name }) => Name)).to.deep.equal(["default"]);
  });
});

import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Scheduler } from "@aws-sdk/client-scheduler";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { useCloud } from "../cloud/use-cloud.ts";

const run = promisify(execFile);

/** A folder with the AWS provider, as `terraform providers mirror` makes one. */
const plugins = process.env.TERRAFORM_PLUGINS;

describe("Terraform's schedules", function () {
  this.timeout(300_000);
  const lab = useCloud();
  const folder = mkdtempSync(join(tmpdir(), "skylab-terraform-"));
  let scheduler: Scheduler;
  before(async function () {
    if (plugins === undefined || spawnSync("terraform", ["version"]).status !== 0) this.skip();
    cpSync(join(packageFolder, "test/deploy/terraform-schedules"), folder, { recursive: true });
    scheduler = lab.client(Scheduler);
    await terraform("init", `-plugin-dir=${plugins}`);
  });
  after(() => rmSync(folder, { recursive: true }));

  const terraform = (...args: string[]) => {
    const env = { ...process.env, TF_VAR_endpoint: lab.endpoint, CHECKPOINT_DISABLE: "1" };
    return run("terraform", [...args, "-no-color", "-input=false"], { cwd: folder, env });
  };
  /** Fails when a plan would change anything. */
  const unchanged = (...variables: string[]) => terraform("plan", "-detailed-exitcode", ...variables);
  const nightly = () => scheduler.getSchedule({ Name: "nightly", GroupName: "jobs" });

  it("are made with groups, and found as they were made", async () => {
    await terraform("apply", "-auto-approve");
    expect(await nightly()).to.include({ ScheduleExpression: "cron(0 4 * * ? *)", State: "ENABLED" });
    await unchanged();
  });

  it("are changed in place", async () => {
    await terraform("apply", "-auto-approve", "-var=more=true");
    expect(await nightly()).to.include({ ScheduleExpression: "cron(30 4 * * ? *)", State: "DISABLED" });
    await unchanged("-var=more=true");
  });

  it("are destroyed", async () => {
    await terraform("destroy", "-auto-approve");
    expect((await scheduler.listSchedules({})).Schedules).to.deep.equal([]);
    expect((await scheduler.listScheduleGroups({})).ScheduleGroups).to.have.length(1);
  });
});

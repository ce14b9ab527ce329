import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Pipes } from "@aws-sdk/client-pipes";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { useCloud } from "../cloud/use-cloud.ts";

const run = promisify(execFile);

/** A folder with the AWS provider, as `terraform providers mirror` makes one. */
const plugins = process.env.TERRAFORM_PLUGINS;

describe("Terraform's pipes", function () {
  this.timeout(300_000);
  const lab = useCloud();
  const folder = mkdtempSync(join(tmpdir(), "skylab-terraform-"));
  let pipes: Pipes;
  before(async function () {
    if (plugins === undefined || spawnSync("terraform", ["version"]).status !== 0) this.skip();
    cpSync(join(packageFolder, "test/deploy/terraform-pipes"), folder, { recursive: true });
    pipes = lab.client(Pipes);
    await terraform("init", `-plugin-dir=${plugins}`);
  });
  after(() => rmSync(folder, { recursive: true }));

  const terraform = (...args: string[]) => {
    const env = { ...process.env, TF_VAR_endpoint: lab.endpoint, CHECKPOINT_DISABLE: "1" };
    return run("terraform", [...args, "-no-color", "-input=false"], { cwd: folder, env });
  };
  /** Fails when a plan would change anything. */
  const unchanged = (...variables: string[]) => terraform("plan", "-detailed-exitcode", ...variables);
  it("are made, with filters, templates, logs and dead letters, and found as they were made", async () => {
    await terraform("apply", "-auto-approve");
    const { Pipes: made = [] } = await pipes.listPipes({});
    expect(made.map(({ Name, CurrentState }) => `${Name} ${CurrentState}`)).to.deep.equal([
      "queue RUNNING",
      "stream RUNNING",
    ]);
    await unchanged();
  });

  it("are changed and stopped in place", async () => {
    await terraform("apply", "-auto-approve", "-var=more=true");
    const { Description, Tags, TargetParameters } = await pipes.describePipe({ Name: "queue" });
    expect({ Description, Tags }).to.deep.equal({ Description: "more", Tags: { team: "b" } });
    expect(TargetParameters?.InputTemplate).to.contain("more");
    expect(await pipes.describePipe({ Name: "stream" })).to.include({ CurrentState: "STOPPED" });
    await unchanged("-var=more=true");
  });

  it("are destroyed", async () => {
    await terraform("destroy", "-auto-approve");
    expect((await pipes.listPipes({})).Pipes).to.deep.equal([]);
  });
});

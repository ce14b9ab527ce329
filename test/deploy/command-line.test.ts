import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudFormationClient,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { CdkFailed } from "../../lab/targets/cdklocal.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { until } from "../cloud/until.ts";
import { lab } from "../deployed.ts";

const app = join(packageFolder, "test/deploy/town");

describe("The CDK's command line", function () {
  // Each step starts Node.js three times and synthesizes an app.
  this.timeout(300_000);

  let target: RunningTarget;
  let clients: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  const folder = mkdtempSync(join(tmpdir(), "skylab-town-"));
  const say = (words: string) =>
    writeFileSync(join(folder, "index.js"), `exports.handler = async () => "${words}, " + process.env.MOTTO;`);
  before(async function () {
    target = await lab();
    // On AWS itself, deploying is somebody's own decision.
    if (!target.endpoint) this.skip();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    clients = { endpoint: target.endpoint, region: "us-east-1", credentials };
    say("hear");
  });
  after(() => rmSync(folder, { recursive: true }));

  const cdk = (
    args: string,
    env: Record<string, string> = {},
    more: { signal?: AbortSignal; onLine?: (line: string) => void } = {},
  ) => target.cdk(args.split(" "), { app, env: { HANDLER: folder, ...env }, ...more });
  const stack = async (StackName: string): Promise<Stack | undefined> => {
    const { Stacks = [] } = await new CloudFormationClient(clients)
      .send(new DescribeStacksCommand({ StackName }))
      .catch(() => ({ Stacks: [] }));
    return Stacks[0];
  };
  const status = async (name: string) => (await stack(name))?.StackStatus;
  const words = async () => {
    const FunctionName = (await stack("TownHall"))?.Outputs?.find(
      ({ OutputKey }) => OutputKey === "MayorName",
    )?.OutputValue;
    const { Payload } = await new LambdaClient(clients).send(new InvokeCommand({ FunctionName }));
    return JSON.parse(Payload?.transformToString() ?? "null");
  };
  const size = async () => {
    const { Parameter } = await new SSMClient(clients).send(new GetParameterCommand({ Name: "/town/size" }));
    return Parameter?.Value;
  };
  /** The deployments that a stack has seen, by CloudFormation's own count. */
  const deployments = async () => {
    const { StackEvents = [] } = await new CloudFormationClient(clients).send(
      new DescribeStackEventsCommand({ StackName: "TownHall" }),
    );
    return StackEvents.filter(({ ResourceStatusReason }) => ResourceStatusReason === "User Initiated").length;
  };

  it("bootstraps an environment of another qualifier, beside the usual one", async () => {
    await cdk("bootstrap --qualifier town --toolkit-stack-name TownToolkit");
    expect(await status("TownToolkit")).to.equal("CREATE_COMPLETE");
    const { Outputs } = (await stack("TownToolkit")) as Stack;
    expect(Outputs?.find(({ OutputKey }) => OutputKey === "BucketName")?.OutputValue).to.match(/^cdk-town-assets-/);
  });

  it("lists the stacks", async () => {
    expect((await cdk("list")).split("\n")).to.include.members(["TownSquare", "TownHall"]);
  });

  it("deploys several stacks side by side, one after what it imports from, with parameters and tags", async () => {
    const outputs = join(folder, "outputs.json");
    await cdk(
      `deploy --all --require-approval never --concurrency 2 --outputs-file ${outputs} --parameters TownHall:Motto=forwards --tags course=cloud`,
    );
    expect(await words()).to.equal("hear, forwards");
    const written = JSON.parse(readFileSync(outputs, "utf8"));
    expect(written.TownHall.MayorName).to.match(/^TownHall-Mayor/);
    expect(written.TownSquare.MarketName).to.match(/^townsquare-market/);
    expect((await stack("TownHall"))?.Tags).to.deep.equal([{ Key: "course", Value: "cloud" }]);
  });

  it("says what a deployment would change", async () => {
    const difference = await cdk("diff TownHall", { SIZE: "large" });
    expect(difference).to.contain("[~] AWS::SSM::Parameter").and.to.contain("large");
    expect(await size()).to.equal("small");
  });

  it("prepares a change set, and executes it later", async () => {
    const named = "TownHall --require-approval never --change-set-name growth";
    await cdk(`deploy ${named} --method prepare-change-set`, { SIZE: "large" });
    const { Status, Changes } = await new CloudFormationClient(clients).send(
      new DescribeChangeSetCommand({ StackName: "TownHall", ChangeSetName: "growth" }),
    );
    expect(Status).to.equal("CREATE_COMPLETE");
    expect(Changes?.map(({ ResourceChange }) => ResourceChange?.ResourceType)).to.include("AWS::SSM::Parameter");
    expect(await size()).to.equal("small");
    await cdk(`deploy ${named} --method execute-change-set`, { SIZE: "large" });
    expect(await size()).to.equal("large");
  });

  it("deploys directly, without a change set", async () => {
    await cdk("deploy TownHall --require-approval never --method direct", { SIZE: "huge" });
    expect(await size()).to.equal("huge");
    expect(await words(), "the parameter keeps its value").to.equal("hear, forwards");
  });

  it("swaps a function's code without a deployment", async () => {
    const before = await deployments();
    say("swapped");
    await cdk("deploy TownHall --hotswap", { SIZE: "huge" });
    expect(await words()).to.equal("swapped, forwards");
    expect(await deployments()).to.equal(before);
  });

  it("deploys what can't be swapped, when it may", async () => {
    const before = await deployments();
    await cdk("deploy TownHall --require-approval never --hotswap-fallback", { SIZE: "small" });
    expect(await size()).to.equal("small");
    expect(await deployments()).to.equal(before + 1);
  });

  it("watches, and a saved handler is live without a deployment", async () => {
    const stop = new AbortController();
    const before = await deployments();
    const touched = join(app, "touched.txt");
    let ready = () => {};
    const watches = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const onLine = (line: string) => {
      if (line.includes("Total time")) ready();
    };
    const watch = cdk("watch TownHall --hotswap", { SIZE: "small" }, { signal: stop.signal, onLine });
    const ended = watch.catch((error) => error);
    try {
      await Promise.race([watches, watch]);
      say("watched");
      // The app's own folder is what the CDK watches.
      writeFileSync(touched, "");
      await until(async () => (await words()) === "watched, forwards", 250_000);
    } finally {
      stop.abort();
      await ended;
      rmSync(touched, { force: true });
    }
    expect(await deployments()).to.equal(before);
  });

  it("leaves a failed deployment as it is when told so, and rolls it back later", async () => {
    const failed = await cdk("deploy TownHall --require-approval never --no-rollback", {
      SIZE: "broken",
      BROKEN: "1",
    }).catch((error) => error);
    expect(failed).to.be.instanceOf(CdkFailed);
    expect(failed.output).to.match(/Broken.*The specified bucket is not valid/s);
    expect(await status("TownHall")).to.equal("UPDATE_FAILED");
    await cdk("rollback TownHall --toolkit-stack-name TownToolkit");
    expect(await status("TownHall")).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect(await size()).to.equal("small");
  });

  it("tells what somebody changed behind the stack's back", async () => {
    await cdk("deploy TownHall --exclusively --require-approval never");
    expect(await cdk("drift TownHall")).to.match(/No drift|drift detected: 0|without drift|no drift/i);
    const Value = "changed by hand";
    await new SSMClient(clients).send(new PutParameterCommand({ Name: "/town/size", Value, Overwrite: true }));
    const failed = await cdk("drift TownHall --fail").catch((error) => error);
    expect(failed).to.be.instanceOf(CdkFailed);
    expect(failed.output).to.contain(Value);
  });

  it("imports what was there before into a stack", async () => {
    const Name = "/town/found";
    const ssm = new SSMClient(clients);
    await ssm.send(new PutParameterCommand({ Name, Value: "here before", Type: "String" }));
    const printed = await cdk("synth TownSquare --json", { FOUND: "yes" });
    const template = JSON.parse(printed.slice(printed.indexOf("{"), printed.lastIndexOf("}") + 1));
    const id = Object.keys(template.Resources).find((key) => key.startsWith("Found")) ?? "";
    const mapping = join(folder, "mapping.json");
    writeFileSync(mapping, JSON.stringify({ [id]: { Name } }));
    await cdk(`import TownSquare --resource-mapping ${mapping} --force`, { FOUND: "yes" });
    expect(await status("TownSquare")).to.equal("IMPORT_COMPLETE");
    const detail = { StackName: "TownSquare", LogicalResourceId: id };
    const { StackResourceDetail } = await new CloudFormationClient(clients).send(
      new DescribeStackResourceCommand(detail),
    );
    expect(StackResourceDetail?.PhysicalResourceId).to.equal(Name);
  });

  it("does not destroy what another stack imports from, and says which one does", async () => {
    const refused = await cdk("destroy TownSquare --exclusively --force").catch((error) => error);
    expect(refused).to.be.instanceOf(CdkFailed);
    expect(refused.output).to.match(/in use by TownHall/);
    expect(await status("TownSquare")).to.equal("DELETE_FAILED");
    expect(await words(), "the bucket is still there").to.match(/, forwards$/);
  });

  it("collects assets that no stack uses any more", async () => {
    const options =
      "--unstable=gc --type s3 --action full --rollback-buffer-days 0 --created-buffer-days 0 --confirm=false";
    expect(await cdk(`gc ${options} --toolkit-stack-name TownToolkit`)).to.match(/Garbage Collect/i);
    expect(await words(), "what is deployed stays").to.match(/, forwards$/);
  });

  it("destroys all stacks, in the order in which they need each other", async () => {
    await cdk("destroy --all --force");
    expect(await stack("TownHall")).to.equal(undefined);
    expect(await stack("TownSquare")).to.equal(undefined);
  });
});

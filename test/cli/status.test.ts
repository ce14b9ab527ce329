import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { chosenApplication } from "../../lab/cli/open.ts";
import { failure, useCloud } from "../cloud/use-cloud.ts";
import { labCommand } from "./command.ts";

const ACCOUNT = "111111111111";

describe("A running lab", function () {
  this.timeout(180_000);
  const lab = useCloud();
  const run = (...args: string[]) => labCommand([...args, "--endpoint", lab.endpoint]);
  const json = async (...args: string[]) => {
    const { stdout, stderr } = await run(...args, "--json");
    expect(stdout, args.join(" ") + stderr).not.to.equal("");
    return JSON.parse(stdout);
  };
  const ssmOf = (accessKeyId: string) =>
    lab.client(SSMClient, { credentials: { accessKeyId, secretAccessKey: "test" } });
  before(async () => {
    const client = lab.client(CloudFormationClient);
    const TemplateBody = JSON.stringify({
      Resources: { Kept: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "x" } } },
      Outputs: { Page: { Value: "http://127.0.0.1:4566/page/" }, Name: { Value: { Ref: "Kept" } } },
    });
    await client.send(new CreateStackCommand({ StackName: "shop", TemplateBody }));
    await waitUntilStackCreateComplete(
      { client, maxWaitTime: 30, minDelay: 0.1, maxDelay: 0.1 },
      { StackName: "shop" },
    );
    for (const account of ["000000000000", ACCOUNT])
      await ssmOf(account).send(new PutParameterCommand({ Name: "own", Value: "x", Type: "String" }));
  });

  it("says where it is, as whom it takes the caller, and what is deployed", async () => {
    const { stdout } = await run("status");
    expect(stdout)
      .to.contain(`Endpoint  ${lab.endpoint}\n`)
      .and.contain(`Console   ${lab.endpoint}/_lab/\n`)
      .and.contain("arn:aws:iam::000000000000:root")
      .and.contain("shop  CREATE_COMPLETE");
    expect(await json("status", "--account", ACCOUNT))
      .to.deep.include({ stacks: [] })
      .and.to.have.nested.property("caller.account", ACCOUNT);
  });

  it("opens the application whose address a stack tells", async () => {
    expect((await run("open", "--no-open")).stdout).to.equal("http://127.0.0.1:4566/page/\n");
    const { code, stderr } = await run("open", "nowhere", "--no-open");
    expect([code, stderr]).to.deep.equal([
      1,
      "No stack output is an address with nowhere:\n  shop Page  http://127.0.0.1:4566/page/\n",
    ]);
  });

  it("prints all that it tells as JSON", async () => {
    expect(await json("functions")).to.deep.equal([]);
    expect(await json("open", "--no-open")).to.include({ stack: "shop", output: "Page" });
    expect(await json("account", "list")).to.have.nested.property("[0].account", "000000000000");
    expect(await json("account", "set", ACCOUNT, "--iam", "default")).to.include({ account: ACCOUNT, iam: "enforce" });
    expect(await json("clock")).to.have.keys("now", "ahead");
    expect(await json("console", "--no-open", "--account", ACCOUNT)).to.deep.equal({
      url: `${lab.endpoint}/_lab/?account=${ACCOUNT}`,
    });
    const arn = "arn:aws:iam::000000000000:user/ann";
    const ann = { kind: "user" as const, account: "000000000000", arn, userId: "AIDA" };
    await failure(lab.running.cloud.clients(ann, "us-east-1").ssm.GetParameter({ Name: "own" }));
    expect(await json("why")).to.deep.include({ caller: arn, action: "ssm:GetParameter" });
    expect(await json("why", "--encoded")).to.have.keys("encodedMessage");
    const { iam } = lab.running.cloud.clients({ ...ann, kind: "root" } as never, "us-east-1");
    await iam.CreateUser({ UserName: "ann" });
    const [decision] = await json("iam", "simulate", "ann", "s3:GetObject");
    expect(decision).to.include({ EvalActionName: "s3:GetObject", EvalDecision: "implicitDeny" });
    const { stdout } = await labCommand(["doctor", "--target", "embedded", "--json"]);
    expect(JSON.parse(stdout)).to.have.nested.property("targets[0].name", "embedded");
  });

  it("is reset for an account, once somebody has said so", async () => {
    const unsaid = await run("reset", "--account", ACCOUNT);
    expect([unsaid.code, unsaid.stderr]).to.deep.equal([1, "Nothing was removed. Without a terminal, use --yes.\n"]);
    await ssmOf(ACCOUNT).send(new GetParameterCommand({ Name: "own" }));
    expect((await run("reset", "--account", ACCOUNT, "--yes")).stdout).to.equal(
      `Everything in account ${ACCOUNT} is removed.\n`,
    );
    expect((await failure(ssmOf(ACCOUNT).send(new GetParameterCommand({ Name: "own" })))).name).to.equal(
      "ParameterNotFound",
    );
    await ssmOf("test").send(new GetParameterCommand({ Name: "own" }));
    expect(await json("reset", "--all", "--yes")).to.have.keys("accounts");
    expect((await run("status")).stdout).to.contain("none in us-east-1");
  });

  it("tells one address of several that are the same, and asks which where they are not", () => {
    const of = (output: string, url: string) => ({ stack: "s", output, url });
    const twice = [of("A", "http://a/"), of("B", "http://a/"), of("C", "no address"), of("D", "javascript:alert(1)")];
    expect(chosenApplication(undefined, twice).url).to.equal("http://a/");
    const two = [of("A", "http://a/"), of("B", "http://b/")];
    expect(chosenApplication("b/", two).url).to.equal("http://b/");
    expect(() => chosenApplication(undefined, two)).to.throw("Several stack outputs are addresses");
    expect(() => chosenApplication(undefined, [])).to.throw("No stack output is an address.");
  });
});

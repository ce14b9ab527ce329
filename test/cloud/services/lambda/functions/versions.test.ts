import {
  AddPermissionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  type PublishVersionCommandInput,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions, zip } from "../functions.ts";

const says = (text: string) =>
  `export const handler = async (event, context) => ["${text}", context.functionVersion, context.invokedFunctionArn];`;
const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

describe("Versions of a Lambda function", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
  });
  after(() => lab.destroy());

  const publish = (FunctionName: string, more: Partial<PublishVersionCommandInput> = {}) =>
    lab.lambda.send(new PublishVersionCommand({ FunctionName, ...more }));
  const change = async (FunctionName: string, text: string, more = {}) => {
    const ZipFile = await zip({ "index.mjs": says(text) });
    return lab.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile, ...more }));
  };
  const numbers = async (FunctionName: string) => {
    const { Versions = [] } = await lab.lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    return Versions.map(({ Version }) => Version);
  };

  it("keep code and configuration while $LATEST goes on", async () => {
    await lab.create("kept", says("one"));
    const first = await publish("kept", { Description: "the first" });
    expect(first).to.deep.include({ Version: "1", FunctionArn: `${arn("kept")}:1`, Description: "the first" });
    await change("kept", "two");
    await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "kept", Timeout: 9 }));
    expect((await lab.invoke("kept")).answer).to.deep.equal(["two", "$LATEST", arn("kept")]);
    const { answer, ExecutedVersion } = await lab.invoke("kept", {}, { Qualifier: "1" });
    expect([answer, ExecutedVersion]).to.deep.equal([["one", "1", `${arn("kept")}:1`], "1"]);
    const { Configuration } = await lab.lambda.send(new GetFunctionCommand({ FunctionName: `${arn("kept")}:1` }));
    expect(Configuration).to.deep.include({ FunctionArn: `${arn("kept")}:1`, Timeout: 3, State: "Active" });
    expect(await numbers("kept")).to.deep.equal(["$LATEST", "1"]);
  });

  it("are not made anew of what has not changed", async () => {
    await lab.create("same", says("one"));
    expect([(await publish("same")).Version, (await publish("same")).Version]).to.deep.equal(["1", "1"]);
    await change("same", "two");
    expect((await publish("same")).Version).to.equal("2");
    await lab.lambda.send(new DeleteFunctionCommand({ FunctionName: "same", Qualifier: "2" }));
    expect((await publish("same")).Version).to.equal("3");
  });

  it("come with a function's creation and with its new code, when asked", async () => {
    const created = await lab.create("at-once", says("one"), { Publish: true });
    expect(created).to.deep.include({ Version: "1", FunctionArn: `${arn("at-once")}:1`, State: "Pending" });
    expect((await change("at-once", "two", { Publish: true })).Version).to.equal("2");
    expect((await lab.invoke("at-once:1")).answer[0]).to.equal("one");
    expect((await lab.invoke("at-once:2")).answer[0]).to.equal("two");
  });

  it("are listed in pages, in their order, and with all functions when asked", async () => {
    await lab.create("many", says("0"), { Publish: true });
    for (let number = 2; number <= 11; number++) await change("many", String(number), { Publish: true });
    const pages: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const input = { FunctionName: "many", MaxItems: 4, Marker };
      const page = await lab.lambda.send(new ListVersionsByFunctionCommand(input));
      pages.push(...(page.Versions ?? []).map(({ Version }) => Version));
      Marker = page.NextMarker;
    } while (Marker);
    expect(pages).to.deep.equal(["$LATEST", ...Array.from({ length: 11 }, (_, index) => String(index + 1))]);
    const { Functions: all = [] } = await lab.lambda.send(new ListFunctionsCommand({ FunctionVersion: "ALL" }));
    const arns = all.map(({ FunctionArn }) => FunctionArn);
    expect(arns).to.include.members([`${arn("many")}:$LATEST`, `${arn("many")}:11`]);
  });

  it("go one by one, and all with their function", async () => {
    await lab.create("gone", says("one"), { Publish: true });
    await change("gone", "two", { Publish: true });
    await lab.lambda.send(new DeleteFunctionCommand({ FunctionName: "gone", Qualifier: "1" }));
    expect(await numbers("gone")).to.deep.equal(["$LATEST", "2"]);
    expect((await lab.invoke("gone:2")).answer[0]).to.equal("two");
    await lab.lambda.send(new DeleteFunctionCommand({ FunctionName: "gone" }));
    await lab.create("gone", says("new"));
    expect(await numbers("gone")).to.deep.equal(["$LATEST"]);
    expect((await failure(lab.invoke("gone:2"))).name).to.equal("ResourceNotFoundException");
  });

  it("never have a number again, though the function was deleted in between", async () => {
    await lab.create("again", says("one"), { Publish: true });
    for (const last of ["1", "2", "2"]) {
      await lab.lambda.send(new DeleteFunctionCommand({ FunctionName: "again" }));
      await lab.create("again", says("one"));
      if (last === "1") expect((await publish("again")).Version).to.equal("2");
    }
    expect((await publish("again")).Version).to.equal("3");
  });

  it("have resource policies of their own", async () => {
    await lab.create("guarded", says("one"), { Publish: true });
    const statement = { StatementId: "s3", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
    const input = { FunctionName: "guarded", ...statement };
    await lab.lambda.send(new AddPermissionCommand({ ...input, Qualifier: "1" }));
    const { Policy = "" } = await lab.lambda.send(new GetPolicyCommand({ FunctionName: "guarded", Qualifier: "1" }));
    expect(JSON.parse(Policy).Statement[0].Resource).to.equal(`${arn("guarded")}:1`);
    const unqualified = lab.lambda.send(new GetPolicyCommand({ FunctionName: "guarded" }));
    expect((await failure(unqualified)).name).to.equal("ResourceNotFoundException");
    const latest = lab.lambda.send(new AddPermissionCommand({ ...input, Qualifier: "$LATEST" }));
    expect((await failure(latest)).message).to.equal("We currently do not support adding policies for $LATEST.");
  });

  it("are refused of other code or another revision than the caller means, and of none", async () => {
    await lab.create("strict", says("one"), { Publish: true });
    const other = await failure(publish("strict", { CodeSha256: "other" }));
    expect(other.name).to.equal("InvalidParameterValueException");
    expect(other.message).to.match(/^CodeSHA256 \(other\) is different from current CodeSHA256 in \$LATEST/);
    expect((await failure(publish("strict", { RevisionId: "old" }))).name).to.equal("PreconditionFailedException");
    const missing = await failure(lab.lambda.send(new GetFunctionCommand({ FunctionName: "strict", Qualifier: "7" })));
    expect(missing.message).to.equal(`Function not found: ${arn("strict")}:7`);
    const input = { FunctionName: "strict", Qualifier: "$LATEST" };
    const latest = await failure(lab.lambda.send(new DeleteFunctionCommand(input)));
    expect(latest.message).to.equal("$LATEST version cannot be deleted without deleting the function.");
    const changed = await failure(
      lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "strict:1", Timeout: 4 })),
    );
    expect(changed.name).to.equal("InvalidParameterValueException");
  });
});

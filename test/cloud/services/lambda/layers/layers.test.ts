import { createHash } from "node:crypto";
import {
  AddLayerVersionPermissionCommand,
  DeleteLayerVersionCommand,
  GetFunctionConfigurationCommand,
  GetLayerVersionByArnCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  LambdaClient,
  ListLayersCommand,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  type PublishLayerVersionCommandInput,
  RemoveLayerVersionPermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions, zip } from "../functions.ts";

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:layer:${name}`;

describe("Lambda layers", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
  });
  after(() => lab.destroy());

  const publish = async (
    LayerName: string,
    files: Record<string, string>,
    more: Partial<PublishLayerVersionCommandInput> = {},
  ) => {
    const Content = { ZipFile: await zip(files) };
    return lab.lambda.send(new PublishLayerVersionCommand({ LayerName, Content, ...more }));
  };
  const versions = async (LayerName: string) => {
    const { LayerVersions = [] } = await lab.lambda.send(new ListLayerVersionsCommand({ LayerName }));
    return LayerVersions.map(({ Version }) => Version);
  };

  it("are published in versions, found by name and ARN, and removed", async () => {
    const details = { Description: "tools", LicenseInfo: "MIT", CompatibleRuntimes: ["nodejs22.x" as const] };
    const first = await publish("tools", { "a.txt": "a" }, details);
    expect(first).to.deep.include({ LayerArn: arn("tools"), LayerVersionArn: `${arn("tools")}:1`, Version: 1 });
    expect(first).to.deep.include(details);
    await publish("tools", { "a.txt": "b" });
    expect(await versions("tools")).to.deep.equal([2, 1]);

    const Arn = `${arn("tools")}:1`;
    const byArn = await lab.lambda.send(new GetLayerVersionByArnCommand({ Arn }));
    const byName = await lab.lambda.send(new GetLayerVersionCommand({ LayerName: "tools", VersionNumber: 1 }));
    expect(byArn.Content?.CodeSha256).to.equal(byName.Content?.CodeSha256);
    const content = await fetch(String(byName.Content?.Location));
    const hash = createHash("sha256").update(Buffer.from(await content.arrayBuffer()));
    expect(hash.digest("base64")).to.equal(byArn.Content?.CodeSha256);

    const { Layers = [] } = await lab.lambda.send(new ListLayersCommand({ CompatibleRuntime: "nodejs22.x" }));
    expect(Layers.find(({ LayerName }) => LayerName === "tools")?.LatestMatchingVersion?.Version).to.equal(1);

    await lab.lambda.send(new DeleteLayerVersionCommand({ LayerName: "tools", VersionNumber: 2 }));
    expect(await versions("tools")).to.deep.equal([1]);
    expect((await publish("tools", { "a.txt": "c" })).Version).to.equal(3);
    const gone = lab.lambda.send(new GetLayerVersionCommand({ LayerName: "tools", VersionNumber: 2 }));
    expect((await failure(gone)).name).to.equal("ResourceNotFoundException");
  });

  it("are found by functions at /opt, the later over the earlier, by import and by require", async () => {
    const one = await publish("one", {
      "nodejs/node_modules/greet/package.json": '{"name": "greet", "main": "index.js"}',
      "nodejs/node_modules/greet/index.js": "exports.greet = require('./word.js');",
      "nodejs/node_modules/greet/word.js": "module.exports = 'hello';",
      "nodejs/node22/node_modules/only22/index.js": "module.exports = 22;",
      "lib/native": "",
    });
    const two = await publish("two", { "nodejs/node_modules/greet/word.js": "module.exports = 'goodbye';" });
    const Layers = [String(one.LayerVersionArn), String(two.LayerVersionArn)];
    const esm = "import greeting from 'greet'; export const handler = async () => greeting.greet;";
    const created = await lab.create("esm", esm, { Layers });
    expect(created.Layers?.map(({ Arn }) => Arn)).to.deep.equal(Layers);
    expect((await lab.invoke("esm")).answer).to.equal("goodbye");
    const cjs =
      "exports.handler = async () => [require('greet').greet, require('only22'), process.env.LD_LIBRARY_PATH.split(':').map((path) => require('fs').existsSync(path + '/native'))];";
    await lab.create("cjs", "", { Layers: Layers.slice(0, 1), Code: { ZipFile: await zip({ "index.js": cjs }) } });
    expect((await lab.invoke("cjs")).answer).to.deep.equal(["hello", 22, [false, false, true]]);

    await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "cjs", Layers }));
    expect((await lab.invoke("cjs")).answer[0]).to.equal("goodbye");
    await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "cjs", Layers: [] }));
    expect((await lab.invoke("cjs")).answer.errorType).to.equal("Error");
    const found = await lab.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "cjs" }));
    expect(found.Layers).to.equal(undefined);
  });

  it("stay with the functions that have them when they are removed", async () => {
    const { LayerVersionArn = "" } = await publish("kept", { "nodejs/node_modules/kept/index.js": "module.exports=1" });
    const code = "import kept from 'kept'; export const handler = async () => kept;";
    await lab.create("keeper", code, { Layers: [LayerVersionArn] });
    await lab.lambda.send(new DeleteLayerVersionCommand({ LayerName: "kept", VersionNumber: 1 }));
    expect(await versions("kept")).to.deep.equal([]);
    expect((await lab.invoke("keeper")).answer).to.equal(1);
    const another = await failure(lab.create("another", code, { Layers: [LayerVersionArn] }));
    expect(another.message).to.equal(`Layer version ${LayerVersionArn} does not exist.`);
  });

  it("are shared with another account by their policy", async () => {
    const { LayerVersionArn = "" } = await publish("shared", { a: "a" });
    const other = cloud.client(LambdaClient, { credentials: { accessKeyId: "111111111111", secretAccessKey: "test" } });
    const get = () => other.send(new GetLayerVersionByArnCommand({ Arn: LayerVersionArn }));
    expect((await failure(get())).name).to.equal("AccessDeniedException");
    const version = { LayerName: "shared", VersionNumber: 1 };
    const permission = { StatementId: "other", Action: "lambda:GetLayerVersion", Principal: "111111111111" };
    const add = () => lab.lambda.send(new AddLayerVersionPermissionCommand({ ...version, ...permission }));
    const { Statement = "" } = await add();
    expect(JSON.parse(Statement)).to.deep.include({ Sid: "other", Resource: LayerVersionArn });
    expect((await get()).Version).to.equal(1);
    expect((await failure(add())).name).to.equal("ResourceConflictException");
    const { Policy = "" } = await lab.lambda.send(new GetLayerVersionPolicyCommand(version));
    expect(JSON.parse(Policy).Statement).to.have.length(1);
    await lab.lambda.send(new RemoveLayerVersionPermissionCommand({ ...version, StatementId: "other" }));
    expect((await failure(get())).name).to.equal("AccessDeniedException");
    const none = await failure(lab.lambda.send(new GetLayerVersionPolicyCommand(version)));
    expect(none.message).to.equal("No policy is associated with the given resource.");
  });

  const refused: Record<string, [layers: string[], name: string, message: RegExp]> = {
    "no ARN of a version": [[arn("tools")], "ValidationException", /at 'layers' failed to satisfy constraint/],
    "a version that is not there": [[`${arn("no")}:1`], "InvalidParameterValueException", /does not exist\.$/],
    "two versions of one": [
      [`${arn("twice")}:1`, `${arn("twice")}:2`],
      "InvalidParameterValueException",
      /^Two different versions of the same layer are not allowed/,
    ],
    "six of them": [
      [1, 2, 3, 4, 5, 6].map((number) => `${arn(`l${number}`)}:1`),
      "InvalidParameterValueException",
      /^Cannot reference more than 5 layers\.$/,
    ],
    "that of a stranger": [
      ["arn:aws:lambda:us-east-1:580247275435:layer:Insights:14"],
      "AccessDeniedException",
      /is not authorized to perform: lambda:GetLayerVersion/,
    ],
  };
  for (const [what, [Layers, name, message]] of Object.entries(refused)) {
    it(`are refused to functions: ${what}`, async () => {
      if (what.startsWith("two")) for (const text of ["1", "2"]) await publish("twice", { text });
      const error = await failure(lab.create("refused", "", { Layers }));
      expect(error.name).to.equal(name);
      expect(error.message).to.match(message);
    });
  }

  it("count for the size of a function", async () => {
    const zeros = "\0".repeat(200 * 2 ** 20);
    const { LayerVersionArn = "" } = await publish("large", { zeros });
    await lab.create("heavy", "export const handler = async () => 1;", { Layers: [LayerVersionArn] });
    const ZipFile = await zip({ "index.mjs": "", zeros: zeros.slice(0, 60 * 2 ** 20) });
    const error = await failure(lab.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "heavy", ZipFile })));
    expect(error.message).to.match(/^Function code combined with layers exceeds the maximum allowed size of 262144000/);
    expect((await failure(publish("bad name", {}))).name).to.equal("ValidationException");
  });
});

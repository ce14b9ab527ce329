import {
  AddPermissionCommand,
  CreateAliasCommand,
  type CreateAliasCommandInput,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { routed } from "../../../../../lab/cloud/services/lambda/functions/aliases.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions, zip } from "../functions.ts";

const says = (text: string) =>
  `export const handler = async (event, context) => ["${text}", context.invokedFunctionArn];`;
const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

describe("Aliases of a Lambda function", () => {
  const cloud = useCloud();
  let lab: Functions;
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
    await lab.create("app", says("one"), { Publish: true });
    const ZipFile = await zip({ "index.mjs": says("two") });
    await lab.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "app", ZipFile, Publish: true }));
  });
  after(() => lab.destroy());

  const create = (Name: string, FunctionVersion: string, more: Partial<CreateAliasCommandInput> = {}) =>
    lab.lambda.send(new CreateAliasCommand({ FunctionName: "app", Name, FunctionVersion, ...more }));
  const weights = (version: string, weight: number) => ({ AdditionalVersionWeights: { [version]: weight } });

  it("lead to a version, and to another one when they are changed", async () => {
    const alias = await create("live", "1", { Description: "what users see" });
    expect(alias).to.deep.include({ AliasArn: `${arn("app")}:live`, Name: "live", FunctionVersion: "1" });
    const first = await lab.invoke("app", {}, { Qualifier: "live" });
    expect([first.answer, first.ExecutedVersion]).to.deep.equal([["one", `${arn("app")}:live`], "1"]);
    const { RevisionId } = alias;
    const update = { FunctionName: "app", Name: "live", FunctionVersion: "2", RevisionId };
    const updated = await lab.lambda.send(new UpdateAliasCommand(update));
    expect(updated).to.deep.include({ FunctionVersion: "2", Description: "what users see" });
    expect((await lab.invoke(`${arn("app")}:live`)).ExecutedVersion).to.equal("2");
    const stale = await failure(lab.lambda.send(new UpdateAliasCommand(update)));
    expect(stale.name).to.equal("PreconditionFailedException");
    const { Configuration } = await lab.lambda.send(new GetFunctionCommand({ FunctionName: "app:live" }));
    expect(Configuration).to.deep.include({ FunctionArn: `${arn("app")}:live`, Version: "2" });
  });

  it("share the events between two versions, by weight", async () => {
    await create("canary", "1", { RoutingConfig: weights("2", 1) });
    expect((await lab.invoke("app:canary")).ExecutedVersion).to.equal("2");
    const input = { FunctionName: "app", Name: "canary" };
    await lab.lambda.send(new UpdateAliasCommand({ ...input, RoutingConfig: weights("2", 0) }));
    expect((await lab.invoke("app:canary")).ExecutedVersion).to.equal("1");
    const cleared = await lab.lambda.send(
      new UpdateAliasCommand({ ...input, RoutingConfig: { AdditionalVersionWeights: {} } }),
    );
    expect(cleared.RoutingConfig).to.equal(undefined);

    const alias = { name: "a", description: "", version: "1", revision: "", policy: [], weights: { "2": 0.1 } };
    expect([0, 0.09, 0.1, 0.99].map((random) => routed(alias, random))).to.deep.equal(["2", "2", "1", "1"]);
  });

  it("serve asynchronous events", async () => {
    await create("later", "1");
    await lab.invoke("app:later", {}, { InvocationType: "Event" });
    const lines = await lab.logged("app", "REPORT");
    expect(lines.some((line) => line.includes("Version: 1"))).to.equal(true);
  });

  it("are listed, for one version when asked, and removed", async () => {
    await create("old", "1");
    const names = async (FunctionVersion?: string) => {
      const { Aliases = [] } = await lab.lambda.send(new ListAliasesCommand({ FunctionName: "app", FunctionVersion }));
      return Aliases.map(({ Name }) => Name);
    };
    expect(await names()).to.include.members(["old", "live"]);
    expect(await names("2")).not.to.include("old");
    const version = lab.lambda.send(new DeleteFunctionCommand({ FunctionName: "app", Qualifier: "1" }));
    expect((await failure(version)).message).to.match(/^Unable to delete version because the following aliases ref/);
    for (let times = 0; times < 2; times++) {
      await lab.lambda.send(new DeleteAliasCommand({ FunctionName: "app", Name: "old" }));
    }
    const gone = await failure(lab.lambda.send(new GetAliasCommand({ FunctionName: "app", Name: "old" })));
    expect([gone.name, gone.message]).to.deep.equal([
      "ResourceNotFoundException",
      `Cannot find alias arn: ${arn("app")}:old`,
    ]);
  });

  it("have resource policies of their own", async () => {
    await create("open", "1");
    const input = { FunctionName: "app", Qualifier: "open" };
    const statement = { StatementId: "all", Action: "lambda:InvokeFunction", Principal: "*" };
    await lab.lambda.send(new AddPermissionCommand({ ...input, ...statement }));
    await lab.lambda.send(new UpdateAliasCommand({ FunctionName: "app", Name: "open", FunctionVersion: "2" }));
    const { Policy = "" } = await lab.lambda.send(new GetPolicyCommand(input));
    expect(JSON.parse(Policy).Statement[0].Resource).to.equal(`${arn("app")}:open`);
  });

  const refused: Record<string, [changes: object, name: string, message: RegExp]> = {
    "a number for a name": [{ Name: "12" }, "ValidationException", /'name' failed to satisfy constraint/],
    "a name that is taken": [{ Name: "taken" }, "ResourceConflictException", /^Alias already exists: .*:taken$/],
    "a version that is not there": [
      { FunctionVersion: "9" },
      "ResourceNotFoundException",
      /^Function not found: .*:9$/,
    ],
    "weights of $LATEST": [
      { FunctionVersion: "$LATEST", RoutingConfig: weights("1", 0.5) },
      "InvalidParameterValueException",
      /^\$LATEST is not supported for an alias pointing to more than 1 version$/,
    ],
    "the same version twice": [
      { RoutingConfig: weights("1", 0.5) },
      "InvalidParameterValueException",
      /^Invalid function version 1\. /,
    ],
    "three versions": [
      { RoutingConfig: { AdditionalVersionWeights: { "2": 0.1, "3": 0.1 } } },
      "InvalidParameterValueException",
      /^Number of items in AdditionalVersionWeights cannot be greater than 1$/,
    ],
    "a weight above 1": [{ RoutingConfig: weights("2", 1.5) }, "ValidationException", /less than or equal to 1, /],
    "a weight of an alias": [{ RoutingConfig: weights("live", 0.5) }, "ValidationException", /Map keys must satisfy/],
  };
  for (const [what, [changes, name, message]] of Object.entries(refused)) {
    it(`are refused with ${what}`, async () => {
      if (what.includes("taken")) await create("taken", "1");
      const error = await failure(create("bad", "1", changes));
      expect(error.name).to.equal(name);
      expect(error.message).to.match(message);
    });
  }

  it("of another function or none are not found", async () => {
    const missing = await failure(lab.invoke("app:nobody"));
    expect(missing.message).to.equal(`Cannot find alias arn: ${arn("app")}:nobody`);
    const unknown = lab.lambda.send(new PublishVersionCommand({ FunctionName: "nobody" }));
    expect((await failure(unknown)).name).to.equal("ResourceNotFoundException");
  });
});

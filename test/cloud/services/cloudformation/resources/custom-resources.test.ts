import { CloudFormationClient, DescribeStackEventsCommand } from "@aws-sdk/client-cloudformation";
import { CreateRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { useCloud } from "../../../use-cloud.ts";
import { Functions } from "../../lambda/functions.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

/** A provider that does as the resource's properties say, and answers as the CDK's do: over https, to host and path alone. */
const provider = `
import https from "node:https";
export const handler = async (event) => {
  console.log(JSON.stringify(event));
  const { Answer = "{}", Silent, FailOn } = event.ResourceProperties;
  if (Silent === "true" && event.RequestType !== "Delete") return;
  const body = JSON.stringify({
    Status: FailOn === event.RequestType ? "FAILED" : "SUCCESS",
    Reason: "told to fail",
    PhysicalResourceId: event.PhysicalResourceId ?? "made",
    StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
    ...JSON.parse(Answer),
  });
  const { hostname, pathname, search } = new URL(event.ResponseURL);
  await new Promise((resolve, reject) => https
    .request({ hostname, path: pathname + search, method: "PUT", headers: { "content-type": "", "content-length": Buffer.byteLength(body) } }, resolve)
    .on("error", reject).end(body));
};`;

describe("A custom resource", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);
  let functions: Functions;
  let ServiceToken: string;
  before(async () => {
    functions = new Functions(cloud.endpoint);
    await functions.makeRole();
    const { FunctionArn } = await functions.create("provider", provider, { Timeout: 30 });
    ServiceToken = FunctionArn as string;
  });
  after(() => functions.destroy());

  const custom = (properties: object = {}, more: object = {}) => ({
    Type: "Custom::Thing",
    Properties: { ServiceToken, ...properties },
    ...more,
  });
  /** What the provider was asked about a stack, in no particular order: its environments log side by side. */
  const asked = async (stack: string, count: number) => {
    const lines = await functions.logged("provider", `:stack/${stack}/`, count);
    return lines
      .filter((line) => line.includes(`:stack/${stack}/`))
      .map((line) => JSON.parse(line.slice(line.indexOf("{"))));
  };

  const deletion = (events: { RequestType: string }[]) => events.find(({ RequestType }) => RequestType === "Delete");

  it("is made by its provider, whose answer others use", async () => {
    const Answer = JSON.stringify({ PhysicalResourceId: "abc", Data: { Port: 80, "With.Dots": "d" } });
    const stack = await stacks.create("made", {
      Resources: { C: custom({ Answer, Number: 1, Yes: true, List: [1, { a: false }] }) },
      Outputs: {
        Ref: { Value: { Ref: "C" } },
        Port: { Value: { "Fn::GetAtt": ["C", "Port"] } },
        Dots: { Value: { "Fn::GetAtt": ["C", "With.Dots"] } },
      },
    });
    expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
    expect(
      Object.fromEntries(stack.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? []),
    ).to.deep.equal({
      Ref: "abc",
      Port: "80",
      Dots: "d",
    });
    const [event] = await asked("made", 1);
    expect(event).to.deep.include({
      RequestType: "Create",
      ServiceToken,
      StackId: stack.StackId,
      LogicalResourceId: "C",
      ResourceType: "Custom::Thing",
      ResourceProperties: { ServiceToken, Answer, Number: "1", Yes: "true", List: ["1", { a: "false" }] },
    });
    expect(event).not.to.have.property("PhysicalResourceId");
    expect(event.RequestId).to.match(/^[0-9a-f-]{36}$/);
  });

  it("may answer in confidence: what others make of it is not shown in events", async () => {
    const Answer = JSON.stringify({ NoEcho: true, Data: { Secret: "hunter2!" } });
    await stacks.create("confident", {
      Resources: {
        C: custom({ Answer }),
        P: {
          Type: "AWS::SSM::Parameter",
          Properties: {
            Type: "String",
            Name: "/confident",
            Value: { "Fn::Join": ["", ["<", { "Fn::GetAtt": ["C", "Secret"] }, ">"]] },
          },
        },
      },
    });
    const { StackEvents = [] } = await cloud
      .client(CloudFormationClient)
      .send(new DescribeStackEventsCommand({ StackName: "confident" }));
    const shown = StackEvents.filter(({ LogicalResourceId }) => LogicalResourceId === "P");
    expect(shown.map(({ ResourceProperties = "" }) => JSON.parse(ResourceProperties).Value)).to.include("<****>");
    expect(JSON.stringify(shown)).not.to.contain("hunter2");
    const { Parameter } = await cloud.client(SSMClient).send(new GetParameterCommand({ Name: "/confident" }));
    expect(Parameter?.Value).to.equal("<hunter2!>");
  });

  it("is updated and deleted by it, under the physical id that it gave", async () => {
    await stacks.create("lives", { Resources: { C: custom({ a: 1 }) } });
    const stack = await stacks.update("lives", { Resources: { C: custom({ a: 2 }) } });
    await stacks.delete(stack);
    const events = await asked("lives", 3);
    expect(events.find(({ RequestType }) => RequestType === "Update")).to.deep.include({
      RequestType: "Update",
      PhysicalResourceId: "made",
      ResourceProperties: { ServiceToken, a: "2" },
      OldResourceProperties: { ServiceToken, a: "1" },
    });
    expect(deletion(events)).to.include({ PhysicalResourceId: "made" });
  });

  it("is another one when an update answers another physical id, and the first is deleted", async () => {
    const answer = (id: string) => ({ Answer: JSON.stringify({ PhysicalResourceId: id }) });
    await stacks.create("replaced", { Resources: { C: custom(answer("one")) } });
    // The provider that deletes repeats the physical id it is told.
    await stacks.update("replaced", { Resources: { C: custom(answer("two")) } });
    expect((await stacks.resources("replaced")).C?.id).to.equal("two");
    expect(deletion(await asked("replaced", 3))).to.include({ PhysicalResourceId: "one" });
  });

  for (const [what, answer, reason] of [
    ["nothing", "null", "Invalid response status 'null'"],
    ["a list", "[1]", "Invalid response status 'null'"],
    ["objects for texts", '{"Status": {"toString": 1}}', "Invalid response status '{\"toString\":1}'"],
    ["a failure without words", '{"Status": "FAILED", "Reason": {"toString": 1}}', '{"toString":1}'],
    ["data that is text", '{"Status": "SUCCESS", "PhysicalResourceId": "x", "Data": "d"}', "Invalid Data"],
    [
      "ten megabytes",
      JSON.stringify({ Status: "SUCCESS", Reason: "x".repeat(10_000_000) }),
      "Response object is too long.",
    ],
  ] as const) {
    it(`fails, and nothing else does, when it is answered ${what}`, async () => {
      const name = `odd-${what.replaceAll(" ", "-")}`;
      const creating = stacks.create(name, { Resources: { C: custom({ Silent: "true" }) } });
      const [event] = await asked(name, 1);
      expect((await fetch(event.ResponseURL, { method: "PUT", body: answer })).status).to.equal(200);
      expect((await creating).StackStatus).to.equal("ROLLBACK_COMPLETE");
      expect((await stacks.story(name)).join("\n")).to.include(reason);
      expect((await fetch(event.ResponseURL, { method: "PUT", body: answer })).status).to.equal(403);
    });
  }

  it("that fails tells the provider's reason, and the provider is told to delete it", async () => {
    const stack = await stacks.create("fails", { Resources: { C: custom({ FailOn: "Create" }) } });
    expect(stack.StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect((await stacks.story("fails")).join("\n")).to.match(
      /C CREATE_FAILED Received response status \[FAILED\] from custom resource\. Message returned: told to fail \(RequestId: [0-9a-f-]{36}\)/,
    );
    expect(deletion(await asked("fails", 2))).to.include({ PhysicalResourceId: "made" });
  });

  it("is changed back when the update of its stack is undone", async () => {
    await stacks.create("undone", { Resources: { C: custom({ a: 1 }) } });
    await stacks.update("undone", {
      Resources: { C: custom({ a: 2 }), Bad: thing({ Refuse: ["create"] }, { DependsOn: "C" }) },
    });
    const events = await asked("undone", 3);
    expect(events.map(({ RequestType, ResourceProperties: { a } }) => `${RequestType} ${a}`)).to.have.members([
      "Create 1",
      "Update 2",
      "Update 1",
    ]);
  });

  it("whose provider does not answer fails when its time is over", async () => {
    const creating = stacks.create("silent", { Resources: { C: custom({ Silent: true, ServiceTimeout: 60 }) } });
    await asked("silent", 1);
    cloud.clock.advance(61_000);
    expect((await creating).StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect((await stacks.story("silent")).join("\n")).to.contain(
      "C CREATE_FAILED CloudFormation did not receive a response from your Custom Resource.",
    );
  });

  for (const [runtime, ZipFile] of [
    [
      "nodejs22.x",
      "const r = require('cfn-response'); exports.handler = (e, c) => r.send(e, c, r.SUCCESS, { Answer: 'forty-two' }, 'id')",
    ],
    [
      "python3.12",
      "import cfnresponse\ndef handler(e, c):\n  cfnresponse.send(e, c, cfnresponse.SUCCESS, {'Answer': 'forty-two'}, physicalResourceId='id')\n",
    ],
  ])
    it(`is answered by code in its own template, with CloudFormation's module for ${runtime}`, async () => {
      const StackName = `inline-${runtime?.slice(0, 6)}`;
      const Fn = {
        Type: "AWS::Lambda::Function",
        Properties: { Runtime: runtime, Handler: "index.handler", Role: functions.role, Code: { ZipFile } },
      };
      const C = {
        Type: "Custom::Thing",
        Version: "1.0",
        Properties: { ServiceToken: { "Fn::GetAtt": ["Fn", "Arn"] } },
      };
      const Outputs = { Answer: { Value: { "Fn::GetAtt": ["C", "Answer"] } }, Id: { Value: { Ref: "C" } } };
      const stack = await stacks.create(StackName, { Resources: { Fn, C }, Outputs });
      expect(stack.StackStatus, (await stacks.story(StackName)).join("\n")).to.equal("CREATE_COMPLETE");
      expect(stack.Outputs?.map(({ OutputValue }) => OutputValue)).to.deep.equal(["forty-two", "id"]);
    });

  it("fails at once when its provider crashes before it answers, with the provider's own error", async () => {
    const { FunctionArn } = await functions.create(
      "crashing",
      "export const handler = async () => { throw new TypeError('no such thing') };",
    );
    const stack = await stacks.create("crashing", {
      Resources: { C: { Type: "Custom::Thing", Properties: { ServiceToken: FunctionArn } } },
    });
    expect(stack.StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect((await stacks.story("crashing")).join("\n")).to.contain(
      "C CREATE_FAILED The custom resource's function failed: TypeError: no such thing",
    );
  });

  it("fails at once when Lambda may not assume its provider's role", async () => {
    const iam = cloud.client(IAMClient);
    const trust = (Service: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
      });
    const RoleName = "distrusted";
    const AssumeRolePolicyDocument = trust("lambda.amazonaws.com");
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const { FunctionArn } = await functions.create("distrusted", provider, { Role: Role?.Arn });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust("ec2.amazonaws.com") }));
    // The session with which its first environment started ends in that time.
    await cloud.clock.advance(24 * 3_600_000);
    await stacks.create("distrusted", {
      Resources: { C: { Type: "Custom::Thing", Properties: { ServiceToken: FunctionArn } } },
    });
    expect((await stacks.story("distrusted")).join("\n")).to.match(
      /C CREATE_FAILED The custom resource's function failed: .*assume/,
    );
  });

  it("fails at once when its provider is turned off, by a reserved concurrency of zero", async () => {
    const FunctionName = "off";
    const { FunctionArn } = await functions.create(FunctionName, provider);
    await functions.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    const stack = await stacks.create("off", {
      Resources: { C: { Type: "Custom::Thing", Properties: { ServiceToken: FunctionArn } } },
    });
    // Its deletion, too, is none of the function's.
    expect(stack.StackStatus).to.match(/^ROLLBACK_(COMPLETE|FAILED)$/);
    expect((await stacks.story("off")).join("\n")).to.contain(
      "C CREATE_FAILED The custom resource's function failed: Rate Exceeded. (ZeroReservedConcurrency)",
    );
  });

  it("is not waited for when something else fails", async () => {
    const Resources = { C: custom({ Silent: true }), Bad: thing({ Hang: true, Refuse: ["create"] }) };
    const creating = stacks.create("cancelled", { Resources });
    await asked("cancelled", 1);
    things.release("Bad");
    expect((await creating).StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect(await stacks.story("cancelled")).to.include("C CREATE_FAILED Resource creation cancelled");
  });

  const bad: [what: string, answer: object, reason: string][] = [
    ["without a physical id", { PhysicalResourceId: "" }, "Invalid PhysicalResourceId"],
    ["with another status", { Status: "OK" }, "Invalid response status 'OK'"],
    ["that is too long", { Data: { a: "x".repeat(5000) } }, "Response object is too long."],
  ];
  for (const [i, [what, answer, reason]] of bad.entries()) {
    it(`refuses an answer ${what}`, async () => {
      await stacks.create(`bad${i}`, { Resources: { C: custom({ Answer: JSON.stringify(answer) }) } });
      expect((await stacks.story(`bad${i}`)).join("\n")).to.contain(reason);
    });
  }

  it("names an attribute that the answer does not have", async () => {
    const B = thing({ Value: { "Fn::GetAtt": ["C", "Nope"] } });
    await stacks.create("attribute", { Resources: { C: custom(), B } });
    expect((await stacks.story("attribute")).join("\n")).to.contain(
      "Vendor response doesn't contain Nope attribute in object",
    );
  });

  it("keeps its provider", async () => {
    await stacks.create("moves", { Resources: { C: custom() } });
    const other = ServiceToken.replace("provider", "other");
    await stacks.update("moves", { Resources: { C: custom({ ServiceToken: other }) } });
    expect((await stacks.story("moves")).join("\n")).to.contain(
      "C UPDATE_FAILED Modifying service token is not allowed.",
    );
  });

  it("fails when its provider is not there", async () => {
    const missing = ServiceToken.replace("provider", "missing");
    const stack = await stacks.create("missing", { Resources: { C: custom({ ServiceToken: missing }) } });
    expect(stack.StackStatus).to.equal("ROLLBACK_COMPLETE");
  });

  it("takes answers only where it asked for them", async () => {
    for (const [method, path] of [
      ["PUT", "nobody-waits"],
      ["GET", "x"],
      ["POST", ""],
    ] as const) {
      const url = `${cloud.endpoint}/_aws/cloudformation/custom-resources/${path}`;
      const answer = await fetch(url, { method, ...(method === "GET" ? {} : { body: "{}" }) });
      expect(answer.status).to.equal(403);
    }
  });
});

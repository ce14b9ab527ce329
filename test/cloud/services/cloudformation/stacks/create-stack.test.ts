// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateTerminationProtectionCommand,
} from "@aws-sdk/client-cloudformation";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { rootOf } from "../../../../../lab/cloud/auth/caller.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

describe("Creating a stack", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);

  it("makes its resources in the order of their references, and answers outputs", async () => {
    const stack = await stacks.create("ordered", {
      Description: "A test",
      Resources: {
        Last: thing({ Value: { "Fn::Sub": "after ${Middle.Value}" } }, { DependsOn: "First" }),
        Middle: thing({ Value: { "Fn::Join": ["", ["after ", { Ref: "First" }]] } }),
        First: thing({ Name: "first" }),
      },
      Outputs: { Value: { Value: { "Fn::GetAtt": ["Last", "Value"] }, Description: "told" } },
    });
    expect(stack).to.include({ StackStatus: "CREATE_COMPLETE", Description: "A test" });
    expect(stack.Outputs).to.deep.equal([
      { OutputKey: "Value", OutputValue: "after after first", Description: "told" },
    ]);
    expect(await stacks.story("ordered")).to.deep.equal([
      "ordered CREATE_IN_PROGRESS User Initiated",
      ...["First", "Middle", "Last"].flatMap((id) => [
        `${id} CREATE_IN_PROGRESS`,
        `${id} CREATE_IN_PROGRESS Resource creation Initiated`,
        `${id} CREATE_COMPLETE`,
      ]),
      "ordered CREATE_COMPLETE",
    ]);
  });

  it("makes at the same time what does not need each other", async () => {
    const Resources = { A: thing({ Hang: true }), B: thing({ Hang: true }), C: thing({}, { DependsOn: ["A", "B"] }) };
    await stacks.client.send(
      new CreateStackCommand({ StackName: "parallel", TemplateBody: JSON.stringify({ Resources }) }),
    );
    while (!things.hangs("A") || !things.hangs("B")) await new Promise(setImmediate);
    things.release("A");
    things.release("B");
    expect((await stacks.settled("parallel")).StackStatus).to.equal("CREATE_COMPLETE");
    expect(things.log.at(-1)).to.equal("create C");
  });

  it("really makes what it says", async () => {
    await stacks.create("real", {
      Resources: { P: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: 5 } } },
    });
    const { P } = await stacks.resources("real");
    expect(P?.id).to.match(/^real-P-[A-Z0-9]{12}$/);
    const { Parameter } = await cloud.client(SSMClient).send(new GetParameterCommand({ Name: P?.id }));
    expect(Parameter?.Value).to.equal("5");
  });

  it("takes parameters, NoEcho ones hidden, and values from Parameter Store", async () => {
    await cloud.client(SSMClient).send(new PutParameterCommand({ Name: "/size", Value: "large", Type: "String" }));
    const stack = await stacks.create(
      "parameters",
      {
        Parameters: {
          Secret: { Type: "String", NoEcho: true },
          Size: { Type: "AWS::SSM::Parameter::Value<String>", Default: "/size" },
        },
        Resources: { A: thing({ Value: { "Fn::Sub": "${Secret} ${Size}" } }) },
      },
      { Parameters: [{ ParameterKey: "Secret", ParameterValue: "hush" }] },
    );
    expect(stack.Parameters).to.deep.equal([
      { ParameterKey: "Secret", ParameterValue: "****" },
      { ParameterKey: "Size", ParameterValue: "/size", ResolvedValue: "large" },
    ]);
    expect([...things.existing.values()]).to.deep.equal([{ Value: "hush large" }]);
  });

  it("resolves dynamic references when it makes a resource, and keeps them out of its records", async () => {
    const ssm = cloud.client(SSMClient);
    await ssm.send(new PutParameterCommand({ Name: "/plain", Value: "seen", Type: "String" }));
    await ssm.send(new PutParameterCommand({ Name: "/secret", Value: "unseen", Type: "SecureString" }));
    await stacks.create("dynamic", {
      Resources: { A: thing({ Value: "{{resolve:ssm:/plain}} {{resolve:ssm-secure:/secret:1}}" }) },
    });
    expect([...things.existing.values()]).to.deep.equal([{ Value: "seen unseen" }]);
    const { StackEvents } = await stacks.client.send(new DescribeStackEventsCommand({ StackName: "dynamic" }));
    expect(JSON.stringify(StackEvents)).to.contain("{{resolve:ssm:/plain}}").and.not.contain("unseen");
  });

  it("gives addresses of deployed APIs in a form that works here, to resources and in outputs", async () => {
    const url = { "Fn::Sub": "https://abc.execute-api.${AWS::Region}.${AWS::URLSuffix}/prod" };
    const stack = await stacks.create("addresses", {
      Resources: { A: thing({ Value: url }) },
      Outputs: { Url: { Value: url } },
    });
    const expected = `${cloud.endpoint}/_aws/execute-api/abc/prod`;
    expect([...things.existing.values()]).to.deep.equal([{ Value: expected }]);
    expect(stack.Outputs?.[0]?.OutputValue).to.equal(expected);
  });

  it("accepts the CDK's metadata, which has no effect", async () => {
    const stack = await stacks.create("metadata", {
      Resources: { M: { Type: "AWS::CDK::Metadata", Properties: { Analytics: "v2:deflate64:abc" } } },
    });
    expect(stack.StackStatus).to.equal("CREATE_COMPLETE");
  });

  it("describes a resource with its metadata, and lists the resources of the stack", async () => {
    await stacks.create("described", {
      Resources: { A: thing({ Name: "a" }, { Metadata: { "aws:cdk:path": "x/y" } }) },
    });
    const { StackResourceDetail } = await stacks.client.send(
      new DescribeStackResourceCommand({ StackName: "described", LogicalResourceId: "A" }),
    );
    expect(StackResourceDetail).to.include({
      PhysicalResourceId: "a",
      ResourceType: "AWS::CDK::Thing",
      ResourceStatus: "CREATE_COMPLETE",
      Metadata: '{"aws:cdk:path":"x/y"}',
    });
    const { StackResourceSummaries } = await stacks.client.send(
      new ListStackResourcesCommand({ StackName: "described" }),
    );
    expect(StackResourceSummaries?.map(({ LogicalResourceId }) => LogicalResourceId)).to.deep.equal(["A"]);
  });

  it("keeps accounts and regions apart", async () => {
    await stacks.create("apart", { Resources: { A: thing() } });
    for (const other of [
      { region: "eu-west-1" },
      { credentials: { accessKeyId: "111122223333", secretAccessKey: "test" } },
    ]) {
      const { client } = new Stacks({ ...cloud, client: (Client) => cloud.client(Client, other) });
      const error = await failure(client.send(new DescribeStacksCommand({ StackName: "apart" })));
      expect(error.message).to.equal("Stack with id apart does not exist");
    }
  });

  const Resources = { A: { Type: "AWS::CDK::Thing" } };
  const refused: [what: string, input: object, name: string, message: string][] = [
    [
      "a name with an underscore",
      { StackName: "a_b" },
      "ValidationError",
      "Value 'a_b' at 'stackName' failed to satisfy constraint",
    ],
    ["a name that is taken", { StackName: "apart" }, "AlreadyExistsException", "Stack [apart] already exists"],
    [
      "no template",
      { TemplateBody: undefined },
      "ValidationError",
      "Either Template URL or Template Body must be specified.",
    ],
    [
      "a template that is too long",
      { TemplateBody: " ".repeat(51_201) },
      "ValidationError",
      "less than or equal to 51200",
    ],
    [
      "a URL that is no bucket's",
      { TemplateBody: undefined, TemplateURL: "https://example.com/t" },
      "ValidationError",
      "TemplateURL must be a supported URL.",
    ],
    [
      "a template that is not there",
      { TemplateBody: undefined, TemplateURL: "https://s3.us-east-1.amazonaws.com/no-such-bucket/t" },
      "ValidationError",
      "S3 error: ",
    ],
    [
      "an unknown parameter",
      { Parameters: [{ ParameterKey: "X", ParameterValue: "x" }] },
      "ValidationError",
      "Parameters: [X] do not exist in the template",
    ],
    [
      "a circle",
      { TemplateBody: JSON.stringify({ Resources: { A: thing({ x: { Ref: "B" } }), B: thing({ x: { Ref: "A" } }) } }) },
      "ValidationError",
      "Circular dependency between resources: [A, B]",
    ],
    [
      "an IAM resource unacknowledged",
      { TemplateBody: JSON.stringify({ Resources: { R: { Type: "AWS::IAM::Role" } } }) },
      "InsufficientCapabilitiesException",
      "Requires capabilities : [CAPABILITY_IAM]",
    ],
    [
      "a named IAM resource acknowledged in part",
      {
        TemplateBody: JSON.stringify({ Resources: { R: { Type: "AWS::IAM::Role", Properties: { RoleName: "r" } } } }),
        Capabilities: ["CAPABILITY_IAM"],
      },
      "InsufficientCapabilitiesException",
      "Requires capabilities : [CAPABILITY_NAMED_IAM]",
    ],
    [
      "a role that can't be assumed",
      { RoleARN: "arn:aws:iam::000000000000:role/none" },
      "ValidationError",
      "Role arn:aws:iam::000000000000:role/none is invalid or cannot be assumed",
    ],
    [
      "tags of AWS's own",
      { Tags: [{ Key: "aws:x", Value: "y" }] },
      "ValidationError",
      "aws: prefixed tag key names are not allowed",
    ],
    [
      "a transform",
      { TemplateBody: JSON.stringify({ Transform: "AWS::Serverless-2016-10-31", Resources }) },
      "NotImplemented",
      "the transform AWS::Serverless-2016-10-31",
    ],
    [
      "what would have no effect",
      { NotificationARNs: ["arn:aws:sns:us-east-1:000000000000:t"] },
      "NotImplemented",
      "NotificationARNs",
    ],
    ["a stack policy that is none", { StackPolicyBody: "{}" }, "ValidationError", "Invalid stack policy"],
  ];
  for (const [what, input, name, message] of refused) {
    it(`refuses ${what}, and changes nothing`, async () => {
      const whole = { StackName: "refused", TemplateBody: JSON.stringify({ Resources }), ...input };
      const error = await failure(stacks.client.send(new CreateStackCommand(whole)));
      expect(error.name).to.equal(name);
      expect(error.message).to.contain(message);
      expect((await failure(stacks.describe("refused"))).message).to.equal("Stack with id refused does not exist");
      expect(things.log).to.deep.equal([]);
    });
  }

  it("is done by one of two that want the same name at once", async () => {
    const command = () => new CreateStackCommand({ StackName: "race", TemplateBody: JSON.stringify({ Resources }) });
    const outcomes = await Promise.allSettled([stacks.client.send(command()), stacks.client.send(command())]);
    expect(outcomes.map(({ status }) => status)).to.have.members(["fulfilled", "rejected"]);
    expect((await stacks.settled("race")).StackStatus).to.equal("CREATE_COMPLETE");
  });
});

describe("A creation that fails", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);
  const failing = {
    Good: thing({}),
    Bad: thing({ Refuse: ["create"] }, { DependsOn: "Good" }),
    Never: thing({}, { DependsOn: "Bad" }),
  };

  it("is rolled back, and the events tell why", async () => {
    const stack = await stacks.create("fails", { Resources: failing });
    expect(stack.StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect(things.existing.size).to.equal(0);
    const story = await stacks.story("fails");
    expect(story.slice(5, -1)).to.deep.equal([
      story.find((line) => line.startsWith("Bad CREATE_FAILED")),
      "fails ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad]. Rollback requested by user.",
      "Bad DELETE_COMPLETE",
      "Good DELETE_IN_PROGRESS",
      "Good DELETE_COMPLETE",
    ]);
    expect(story[5]).to.match(
      /^Bad CREATE_FAILED Resource handler returned message: "Bad refuses \(Service: CDK, Status Code: 409\)" \(RequestToken: .+, HandlerErrorCode: GeneralServiceException\)$/,
    );
    expect(await stacks.resources("fails")).to.deep.include({ Good: { status: "DELETE_COMPLETE", id: "thing-1" } });
  });

  it("removes a resource that was made only in part", async () => {
    await stacks.create("half", { Resources: { Half: thing({ Refuse: ["half-create"] }) } });
    expect(things.log).to.deep.equal(["create Half", "delete Half"]);
    expect(things.existing.size).to.equal(0);
  });

  it("gives up what still waits", async () => {
    const Resources = { Waits: thing({ Hang: true }), Bad: thing({ Refuse: ["create"] }) };
    expect((await stacks.create("waits", { Resources })).StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect(await stacks.story("waits")).to.include("Waits CREATE_FAILED Resource creation cancelled");
  });

  it("names a property that AWS does not have", async () => {
    const Properties = { Type: "String", Value: "v", Valeu: "typo" };
    await stacks.create("typo", { Resources: { P: { Type: "AWS::SSM::Parameter", Properties } } });
    expect(await stacks.story("typo")).to.include(
      "P CREATE_FAILED Properties validation failed for resource P with message:\n#: extraneous key [Valeu] is not permitted",
    );
  });

  it("names an attribute that a resource does not have", async () => {
    await stacks.create("attribute", {
      Resources: { A: thing(), B: thing({ Value: { "Fn::GetAtt": ["A", "Nope"] } }) },
    });
    expect(await stacks.story("attribute")).to.include(
      "B CREATE_FAILED Template error: resource A does not support attribute type Nope in Fn::GetAtt",
    );
  });

  it("keeps what is declared to be retained, unless only for a creation that succeeds", async () => {
    const Resources = {
      Kept: thing({ Name: "kept" }, { DeletionPolicy: "Retain" }),
      Gone: thing({ Name: "gone" }, { DeletionPolicy: "RetainExceptOnCreate" }),
      Bad: thing({ Refuse: ["create"] }, { DependsOn: ["Kept", "Gone"] }),
    };
    await stacks.create("retains", { Resources });
    expect([...things.existing.keys()]).to.deep.equal(["kept"]);
    expect(await stacks.story("retains")).to.include("Kept DELETE_SKIPPED");
  });

  it("leaves everything as it is when rollback is disabled", async () => {
    const stack = await stacks.create("stays", { Resources: failing }, { DisableRollback: true });
    expect(stack).to.include({
      StackStatus: "CREATE_FAILED",
      StackStatusReason: "The following resource(s) failed to create: [Bad]. ",
      DisableRollback: true,
    });
    expect(things.existing.size).to.equal(1);
  });

  it("deletes the stack when it was told so", async () => {
    expect((await stacks.create("goes", { Resources: failing }, { OnFailure: "DELETE" })).StackStatus).to.equal(
      "DELETE_COMPLETE",
    );
    expect(things.existing.size).to.equal(0);
  });

  it("fails its rollback when something can't be removed, and is deleted later", async () => {
    const Resources = {
      Stuck: thing({ Refuse: ["delete"] }),
      Bad: thing({ Refuse: ["create"] }, { DependsOn: "Stuck" }),
    };
    const stack = await stacks.create("stuck", { Resources });
    expect(stack).to.include({
      StackStatus: "ROLLBACK_FAILED",
      StackStatusReason: "The following resource(s) failed to delete: [Stuck]. ",
    });
    expect((await stacks.delete(stack)).StackStatus).to.equal("DELETE_FAILED");
    await stacks.client.send(new DeleteStackCommand({ StackName: "stuck", RetainResources: ["Stuck"] }));
    expect((await stacks.settled(stack.StackId as string)).StackStatus).to.equal("DELETE_COMPLETE");
  });

  it("tells when an output can't be made", async () => {
    const Outputs = { O: { Value: { "Fn::GetAtt": ["A", "Nope"] } } };
    await stacks.create("output", { Resources: { A: thing() }, Outputs });
    expect(await stacks.story("output")).to.include(
      "output ROLLBACK_IN_PROGRESS Template error: resource A does not support attribute type Nope in Fn::GetAtt. Rollback requested by user.",
    );
  });
});

describe("Deleting a stack", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);

  it("removes its resources, those that need others first, and keeps what is to be retained", async () => {
    const stack = await stacks.create("gone", {
      Resources: {
        First: thing({}),
        Second: thing({ Value: { Ref: "First" } }),
        Third: thing({ Value: { Ref: "Second" } }, { DependsOn: "First" }),
        Kept: thing({ Name: "kept" }, { DeletionPolicy: "Retain" }),
      },
    });
    things.log.length = 0;
    expect((await stacks.delete(stack)).StackStatus).to.equal("DELETE_COMPLETE");
    expect(things.log).to.deep.equal(["delete Third", "delete Second", "delete First"]);
    expect([...things.existing.keys()]).to.deep.equal(["kept"]);
    expect((await failure(stacks.describe("gone"))).message).to.equal("Stack with id gone does not exist");
  });

  it("lets the name be used again, and the old stack be looked at by its id", async () => {
    const first = await stacks.create("again", { Resources: { A: thing() } });
    await stacks.delete(first);
    const second = await stacks.create("again", { Resources: { A: thing() } });
    expect(second.StackId).not.to.equal(first.StackId);
    expect((await stacks.describe(first.StackId as string)).StackStatus).to.equal("DELETE_COMPLETE");
    const { StackSummaries } = await stacks.client.send(
      new ListStacksCommand({ StackStatusFilter: ["DELETE_COMPLETE"] }),
    );
    expect(StackSummaries?.map(({ StackId }) => StackId))
      .to.include(first.StackId)
      .and.not.include(second.StackId);
  });

  it("is nothing for a stack that is not there", async () => {
    await stacks.client.send(new DeleteStackCommand({ StackName: "nowhere" }));
  });

  it("is refused while the stack is protected", async () => {
    const stack = await stacks.create(
      "protected",
      { Resources: { A: thing() } },
      { EnableTerminationProtection: true },
    );
    const error = await failure(stacks.delete(stack));
    expect(error.message).to.equal("Stack [protected] cannot be deleted while TerminationProtection is enabled");
    await stacks.client.send(
      new UpdateTerminationProtectionCommand({ StackName: "protected", EnableTerminationProtection: false }),
    );
    expect((await stacks.delete(stack)).StackStatus).to.equal("DELETE_COMPLETE");
  });

  it("stops a creation that is under way", async () => {
    const Resources = { A: thing({}), Waits: thing({ Hang: true }, { DependsOn: "A" }) };
    const { StackId } = await stacks.client.send(
      new CreateStackCommand({ StackName: "midway", TemplateBody: JSON.stringify({ Resources }) }),
    );
    while (!things.hangs("Waits")) await new Promise(setImmediate);
    await stacks.client.send(new DeleteStackCommand({ StackName: "midway" }));
    expect((await stacks.settled(StackId as string)).StackStatus).to.equal("DELETE_COMPLETE");
    expect(things.existing.size).to.equal(0);
  });

  it("refuses to retain resources of a stack that did not fail to go", async () => {
    await stacks.create("whole", { Resources: { A: thing() } });
    const command = new DeleteStackCommand({ StackName: "whole", RetainResources: ["A"] });
    expect((await failure(stacks.client.send(command))).message).to.contain(
      "only when the stack is in the DELETE_FAILED state",
    );
  });
});

describe("A deleted stack", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  new Things(cloud);

  it("is listed for ninety days", async () => {
    // Called from inside: a signature of today is no good on a day in the future.
    const inside = () => cloud.running.cloud.clients(rootOf("000000000000"), "us-east-1").cloudformation.ListStacks({});
    await stacks.delete(await stacks.create("old", { Resources: { A: thing() } }));
    const days = 24 * 3600 * 1000;
    cloud.clock.advance(89 * days);
    expect((await inside()).StackSummaries).to.have.lengthOf(1);
    cloud.clock.advance(2 * days);
    expect((await inside()).StackSummaries).to.have.lengthOf(0);
  });
});

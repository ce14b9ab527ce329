import {
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  GetTemplateSummaryCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

describe("Importing resources into a stack", () => {
  const cloud = useCloud();
  const things = new Things(cloud);
  const stacks = new Stacks(cloud);
  const bucket = (BucketName: string, more: object = {}) => ({
    Type: "AWS::S3::Bucket",
    DeletionPolicy: "Retain",
    Properties: { BucketName },
    ...more,
  });
  const make = (Bucket: string) => cloud.client(S3Client).send(new CreateBucketCommand({ Bucket }));
  const identified = (LogicalResourceId: string, BucketName: string) => ({
    ...{ LogicalResourceId, ResourceType: "AWS::S3::Bucket", ResourceIdentifier: { BucketName } },
  });
  const change = async (StackName: string, Resources: object, more: Partial<CreateChangeSetCommandInput>) => {
    const TemplateBody = JSON.stringify({ Resources });
    const { Id: ChangeSetName } = await stacks.client.send(
      new CreateChangeSetCommand({ StackName, ChangeSetName: `set-${Date.now()}`, TemplateBody, ...more }),
    );
    const { Changes = [] } = await stacks.client.send(new DescribeChangeSetCommand({ ChangeSetName }));
    return { ChangeSetName, actions: Changes.map(({ ResourceChange }) => ResourceChange?.Action) };
  };
  const execute = async (StackName: string, ChangeSetName: string | undefined) => {
    await stacks.client.send(new ExecuteChangeSetCommand({ ChangeSetName }));
    return await stacks.settled(StackName);
  };

  it("makes a stack of what exists, and changes nothing of it", async () => {
    await make("imported-one");
    const ResourcesToImport = [identified("B", "imported-one")];
    const { ChangeSetName, actions } = await change(
      "adopting",
      { B: bucket("imported-one") },
      { ChangeSetType: "IMPORT", ResourcesToImport },
    );
    expect(actions).to.deep.equal(["Import"]);
    const stack = await execute("adopting", ChangeSetName);
    expect(stack.StackStatus).to.equal("IMPORT_COMPLETE");
    expect((await stacks.resources("adopting")).B).to.deep.equal({ status: "IMPORT_COMPLETE", id: "imported-one" });
    const story = (await stacks.story("adopting")).join("\n");
    expect(story).to.contain("B IMPORT_IN_PROGRESS Resource import started.");
    expect(story).to.contain("B IMPORT_COMPLETE Resource import completed.");
    // From now on it is the stack's like any other.
    const versioned = bucket("imported-one", {
      Properties: { BucketName: "imported-one", VersioningConfiguration: { Status: "Enabled" } },
    });
    expect((await stacks.update("adopting", { Resources: { B: versioned } })).StackStatus).to.equal("UPDATE_COMPLETE");
  });

  it("adds to a stack that has resources already", async () => {
    const T = thing({ Value: "1" });
    await stacks.create("growing", { Resources: { T } });
    await make("imported-two");
    const { ChangeSetName } = await change(
      "growing",
      { T, B: bucket("imported-two") },
      { ChangeSetType: "IMPORT", ResourcesToImport: [identified("B", "imported-two")] },
    );
    expect((await execute("growing", ChangeSetName)).StackStatus).to.equal("IMPORT_COMPLETE");
    expect(Object.keys(await stacks.resources("growing"))).to.deep.equal(["B", "T"]);
    expect(things.log).to.deep.equal(["create T"]);
  });

  it("leaves everything as it was when a resource is not there", async () => {
    await make("imported-three");
    const ResourcesToImport = [identified("B", "imported-three"), identified("C", "imported-none")];
    const { ChangeSetName } = await change(
      "incomplete",
      { B: bucket("imported-three"), C: bucket("imported-none", { DependsOn: "B" }) },
      { ChangeSetType: "IMPORT", ResourcesToImport },
    );
    expect((await execute("incomplete", ChangeSetName)).StackStatus).to.equal("IMPORT_ROLLBACK_COMPLETE");
    expect((await stacks.story("incomplete")).join("\n")).to.contain(
      "C IMPORT_FAILED Resource of type 'AWS::S3::Bucket' with identifier 'imported-none' was not found.",
    );
    expect(await stacks.resources("incomplete")).to.deep.equal({});
    await cloud.client(S3Client).send(new HeadBucketCommand({ Bucket: "imported-three" }));
  });

  const refused: [name: string, resources: object, imports: object[], message: RegExp][] = [
    [
      "without a deletion policy",
      { B: bucket("b", { DeletionPolicy: undefined }) },
      [identified("B", "b")],
      /DeletionPolicy/,
    ],
    ["that the template does not have", { B: bucket("b") }, [identified("X", "b")], /not found in the template/],
    ["of another type", { B: thing({}) }, [identified("B", "b")], /not found in the template/],
    [
      "along with other changes",
      { B: bucket("b"), T: thing({}) },
      [identified("B", "b")],
      /cannot modify or add resources: \[T\]/,
    ],
    [
      "that a stack has already",
      { B: bucket("imported-one") },
      [identified("B", "imported-one")],
      /already exists in stack adopting/,
    ],
    ["when there is none", { B: bucket("b") }, [], /at least one resource/],
  ];
  for (const [name, resources, imports, message] of refused) {
    it(`refuses a resource ${name}`, async () => {
      const attempt = change("refusing", resources, {
        ChangeSetType: "IMPORT",
        ResourcesToImport: imports as CreateChangeSetCommandInput["ResourcesToImport"],
      });
      expect((await failure(attempt)).message).to.match(message);
    });
  }

  it("happens by itself for what exists under its name and is to be kept, when asked for", async () => {
    await make("imported-four");
    const { ChangeSetName, actions } = await change(
      "knowing",
      { B: bucket("imported-four"), N: bucket("imported-new") },
      { ChangeSetType: "CREATE", ImportExistingResources: true },
    );
    expect(actions).to.deep.equal(["Import", "Add"]);
    expect((await execute("knowing", ChangeSetName)).StackStatus).to.equal("CREATE_COMPLETE");
  });

  it("is undone with the deployment that it was part of, and the resource stays", async () => {
    await make("imported-five");
    const policy = { DeletionPolicy: "RetainExceptOnCreate" };
    const { ChangeSetName } = await change(
      "failing",
      { B: bucket("imported-five", policy), Bad: thing({ Refuse: ["create"] }, { DependsOn: "B" }) },
      { ChangeSetType: "CREATE", ImportExistingResources: true },
    );
    expect((await execute("failing", ChangeSetName)).StackStatus).to.equal("ROLLBACK_COMPLETE");
    await cloud.client(S3Client).send(new HeadBucketCommand({ Bucket: "imported-five" }));
  });

  it("is told how each type is identified", async () => {
    const TemplateBody = JSON.stringify({ Resources: { B: bucket("b"), C: bucket("c") } });
    const { ResourceIdentifierSummaries } = await stacks.client.send(new GetTemplateSummaryCommand({ TemplateBody }));
    expect(ResourceIdentifierSummaries).to.deep.equal([
      { ResourceType: "AWS::S3::Bucket", LogicalResourceIds: ["B", "C"], ResourceIdentifiers: ["BucketName"] },
    ]);
  });
});

import { DescribeStacksCommand, ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

describe("A nested stack", () => {
  const cloud = useCloud();
  const things = new Things(cloud);
  const stacks = new Stacks(cloud);
  let s3: S3Client;
  before(async () => {
    s3 = cloud.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: "templates" }));
  });

  /** Puts a template where a nested stack finds it. */
  const at = async (Key: string, template: object) => {
    await s3.send(new PutObjectCommand({ Bucket: "templates", Key, Body: JSON.stringify(template) }));
    return `https://s3.us-east-1.amazonaws.com/templates/${Key}`;
  };
  const inner = (more: object = {}) => ({
    Parameters: { Value: { Type: "String", Default: "none" }, List: { Type: "CommaDelimitedList", Default: "a,b" } },
    Resources: { T: thing({ Value: { Ref: "Value" } }), ...more },
    Outputs: {
      Id: { Value: { Ref: "T" } },
      Value: { Value: { "Fn::GetAtt": ["T", "Value"] } },
      Second: { Value: { "Fn::Select": [1, { "Fn::Split": [",", { "Fn::Join": [",", { Ref: "List" }] }] }] } },
    },
  });
  const nested = (TemplateURL: string, Properties: object = {}) => ({
    Type: "AWS::CloudFormation::Stack",
    Properties: { TemplateURL, ...Properties },
  });
  const children = async () => {
    const { StackSummaries = [] } = await stacks.client.send(new ListStacksCommand());
    return StackSummaries.filter(({ ParentId, StackStatus }) => ParentId && StackStatus !== "DELETE_COMPLETE");
  };

  it("is made with its parameters and tags, and its outputs are the parent's to use", async () => {
    const url = await at("one.json", inner());
    const parent = await stacks.create(
      "parent",
      {
        Resources: {
          Inner: nested(url, { Parameters: { Value: "v", List: "c,d" }, Tags: [{ Key: "own", Value: "1" }] }),
          After: thing({ Value: { "Fn::GetAtt": ["Inner", "Outputs.Value"] } }),
        },
        Outputs: { Second: { Value: { "Fn::GetAtt": ["Inner", "Outputs.Second"] } } },
      },
      { Tags: [{ Key: "course", Value: "cloud" }] },
    );
    expect(parent.StackStatus).to.equal("CREATE_COMPLETE");
    expect(parent.Outputs?.[0]?.OutputValue).to.equal("d");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "v" }, { Value: "v" }]);
    const [child] = await children();
    expect(child?.StackName).to.match(/^parent-Inner-\w+$/);
    expect(child).to.include({ ParentId: parent.StackId, RootId: parent.StackId });
    const { Stacks: described } = await stacks.client.send(new DescribeStacksCommand({ StackName: child?.StackId }));
    expect(described?.[0]?.Tags).to.deep.equal([
      { Key: "course", Value: "cloud" },
      { Key: "own", Value: "1" },
    ]);
    await stacks.delete(parent);
    expect(await children()).to.deep.equal([]);
    expect(things.existing.size).to.equal(0);
  });

  it("that contains itself ends the creation of them all", async () => {
    const url = await at("self.json", {
      Resources: { Self: nested("https://s3.us-east-1.amazonaws.com/templates/self.json") },
    });
    const parent = await stacks.create("itself", { Resources: { Inner: nested(url) } });
    expect(parent.StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect(await children()).to.deep.equal([]);
  });

  it("knows the outermost stack, however deep it lies", async () => {
    const url = await at("deep.json", { Resources: { Deeper: nested(await at("one.json", inner())) } });
    const root = await stacks.create("root", { Resources: { Inner: nested(url) } });
    const all = await children();
    expect(all).to.have.length(2);
    expect(all.map(({ RootId }) => RootId)).to.deep.equal([root.StackId, root.StackId]);
    await stacks.delete(root);
  });

  it("is changed when what it is given changes, and left alone when not", async () => {
    const url = await at("one.json", inner());
    const template = (Value: string) => ({ Resources: { Inner: nested(url, { Parameters: { Value } }) } });
    const parent = await stacks.create("changing", template("1"));
    await stacks.update("changing", template("2"));
    expect([...things.existing.values()]).to.deep.equal([{ Value: "2" }]);
    const again = await at("two.json", inner({ More: thing({ Value: "more" }) }));
    await stacks.update("changing", { Resources: { Inner: nested(again, { Parameters: { Value: "2" } }) } });
    expect(things.existing.size).to.equal(2);
    await stacks.delete(parent);
  });

  it("that can't be made fails its parent, which removes it", async () => {
    const url = await at("bad.json", inner({ Bad: thing({ Refuse: ["create"] }) }));
    const parent = await stacks.create("failing", { Resources: { Inner: nested(url) } });
    expect(parent.StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect((await stacks.story("failing")).join("\n")).to.match(
      /Inner CREATE_FAILED Embedded stack arn:\S+ was not successfully created: The following resource\(s\) failed to create: \[Bad\]/,
    );
    expect(await children()).to.deep.equal([]);
    expect(things.existing.size).to.equal(0);
  });

  it("that can't be changed is as it was, and so is its parent", async () => {
    const url = await at("one.json", inner());
    const parent = await stacks.create("returning", {
      Resources: { Inner: nested(url, { Parameters: { Value: "1" } }) },
    });
    const bad = await at("worse.json", inner({ Bad: thing({ Refuse: ["create"] }) }));
    const after = await stacks.update("returning", {
      Resources: { Inner: nested(bad, { Parameters: { Value: "2" } }) },
    });
    expect(after.StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "1" }]);
    expect((await stacks.story("returning")).join("\n")).to.match(
      /Inner UPDATE_FAILED Embedded stack arn:\S+ was not successfully updated\. Currently in UPDATE_ROLLBACK_COMPLETE with reason: The following resource\(s\) failed to create: \[Bad\]/,
    );
    // The stack can be changed again after that.
    await stacks.update("returning", { Resources: { Inner: nested(url, { Parameters: { Value: "3" } }) } });
    expect([...things.existing.values()]).to.deep.equal([{ Value: "3" }]);
    await stacks.delete(parent);
  });

  it("goes back with its parent when something else fails", async () => {
    const url = await at("one.json", inner());
    const inside = (Value: string) => nested(url, { Parameters: { Value } });
    const parent = await stacks.create("together", { Resources: { Inner: inside("1") } });
    const bad = thing({ Refuse: ["create"] }, { DependsOn: "Inner" });
    const after = await stacks.update("together", { Resources: { Inner: inside("2"), Bad: bad } });
    expect(after.StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect([...things.existing.values()]).to.deep.equal([{ Value: "1" }]);
    await stacks.delete(parent);
  });

  it("is not there without its template", async () => {
    const parent = await stacks.create("lost", {
      Resources: { Inner: nested("https://s3.us-east-1.amazonaws.com/templates/none.json") },
    });
    expect(parent.StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect((await stacks.story("lost")).join("\n")).to.contain("S3 error: The specified key does not exist.");
  });
});

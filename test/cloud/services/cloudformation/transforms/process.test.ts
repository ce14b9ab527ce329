// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the placeholders of templates
import {
  CreateStackCommand,
  type CreateStackCommandInput,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

const Capabilities = ["CAPABILITY_AUTO_EXPAND"] as CreateStackCommandInput["Capabilities"];

describe("A template with transforms", () => {
  const cloud = useCloud();
  const things = new Things(cloud);
  const stacks = new Stacks(cloud);

  describe("of the language", () => {
    const template = {
      Transform: "AWS::LanguageExtensions",
      Parameters: {
        Names: { Type: "CommaDelimitedList", Default: "a,b" },
        Keep: { Type: "String", Default: "Delete" },
      },
      Mappings: { Sizes: { a: { Size: "large" } } },
      Conditions: { "Fn::ForEach::C": ["N", { Ref: "Names" }, { "Is${N}": { "Fn::Equals": [{ Ref: "N" }, "a"] } }] },
      Resources: {
        "Fn::ForEach::Things": [
          "N",
          { Ref: "Names" },
          {
            "Thing${N}": thing(
              {
                Name: "thing-${N}",
                Value: { "Fn::FindInMap": ["Sizes", { Ref: "N" }, "Size", { DefaultValue: "small" }] },
              },
              { DeletionPolicy: { Ref: "Keep" } },
            ),
          },
        ],
        Count: thing({ Value: { "Fn::Length": { Ref: "Names" } } }),
        Json: thing({
          Value: { "Fn::ToJsonString": { all: { Ref: "Names" }, one: { "Fn::GetAtt": ["Thinga", "Value"] } } },
        }),
        Computed: thing({ Value: { Ref: { "Fn::Join": ["", ["Thing", "a"]] } } }),
      },
      Outputs: {
        "Fn::ForEach::Out": [
          "N",
          { Ref: "Names" },
          { "Out${N}": { Condition: "Is${N}", Value: { Ref: "Thing${N}" } } },
        ],
      },
    };

    it("has its loops expanded, and the functions that they add to the language", async () => {
      const stack = await stacks.create("extended", template, { Capabilities });
      expect(stack.StackStatus, (await stacks.story("extended")).join("\n")).to.equal("CREATE_COMPLETE");
      expect([...things.existing.values()].map(({ Value }) => Value)).to.have.members([
        "large",
        "small",
        2,
        '{"all":["a","b"],"one":"large"}',
        "thing-a",
      ]);
      expect(stack.Outputs).to.deep.equal([{ OutputKey: "Outa", OutputValue: "thing-a" }]);
      const get = (TemplateStage: "Original" | "Processed") =>
        stacks.client.send(new GetTemplateCommand({ StackName: "extended", TemplateStage }));
      expect(JSON.parse((await get("Original")).TemplateBody ?? "")).to.deep.equal(template);
      const processed = JSON.parse((await get("Processed")).TemplateBody ?? "");
      expect(Object.keys(processed.Resources)).to.have.members(["Thinga", "Thingb", "Count", "Json", "Computed"]);
      expect(processed).not.to.have.property("Transform");
      const made = (id: string) => processed.Resources[id].Properties.Value;
      expect(["Thinga", "Thingb", "Count"].map(made)).to.deep.equal(["large", "small", 2]);
      expect(processed.Resources.Thinga.DeletionPolicy).to.equal("Delete");
      await stacks.delete(stack);
    });

    it("follows its parameters when they change", async () => {
      const first = await stacks.create("following", template, { Capabilities });
      const Parameters = [{ ParameterKey: "Names", ParameterValue: "a,c" }];
      const stack = await stacks.update("following", template, { Capabilities, Parameters });
      expect(stack.StackStatus).to.equal("UPDATE_COMPLETE");
      expect(Object.keys(await stacks.resources("following"))).to.include.members(["Thinga", "Thingc"]);
      expect(await stacks.resources("following")).not.to.have.property("Thingb");
      await stacks.delete(first);
    });

    it("is looked at without being made", async () => {
      const TemplateBody = JSON.stringify(template);
      const summary = await stacks.client.send(new GetTemplateSummaryCommand({ TemplateBody }));
      expect(summary.DeclaredTransforms).to.deep.equal(["AWS::LanguageExtensions"]);
      expect(summary.ResourceTypes).to.deep.equal(["AWS::CDK::Thing"]);
      const { Parameters } = await stacks.client.send(new ValidateTemplateCommand({ TemplateBody }));
      expect(Parameters?.map(({ ParameterKey }) => ParameterKey)).to.deep.equal(["Names", "Keep"]);
    });

    it("computes policies from parameters, mappings and conditions", async () => {
      const stack = await stacks.create(
        "policies",
        {
          Transform: "AWS::LanguageExtensions",
          Parameters: {
            Stage: { Type: "String", Default: "prod" },
            Keep: { Type: "String", Default: "Retain" },
          },
          Mappings: { Stages: { prod: { Policy: "Retain" } } },
          Conditions: { Prod: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } },
          Resources: {
            A: thing(
              { Name: "kept" },
              {
                DeletionPolicy: { "Fn::FindInMap": ["Stages", { Ref: "Stage" }, "Policy", { DefaultValue: "Delete" }] },
              },
            ),
            B: thing(
              { Name: "left" },
              {
                DeletionPolicy: { "Fn::If": ["Prod", "Retain", "Delete"] },
                UpdateReplacePolicy: { "Fn::Sub": "${Keep}" },
              },
            ),
            C: thing({ Name: "gone" }, { DeletionPolicy: { "Fn::If": ["Prod", { Ref: "AWS::NoValue" }, "Retain"] } }),
          },
        },
        { Capabilities },
      );
      await stacks.delete(stack);
      expect([...things.existing.keys()]).to.have.members(["kept", "left"]);
    });

    it("does not show what a parameter hides", async () => {
      const stack = await stacks.create(
        "hidden",
        {
          Transform: "AWS::LanguageExtensions",
          Parameters: { Secret: { Type: "String", NoEcho: true, Default: "classified" } },
          Resources: { A: thing({ Value: { "Fn::ToJsonString": { secret: { Ref: "Secret" } } } }) },
        },
        { Capabilities },
      );
      expect([...things.existing.values()][0]?.Value).to.equal('{"secret":"classified"}');
      const shown = new GetTemplateCommand({ StackName: stack.StackName, TemplateStage: "Processed" });
      expect((await stacks.client.send(shown)).TemplateBody).to.contain(
        '"Fn::ToJsonString":{"secret":{"Ref":"Secret"}}',
      );
    });

    it("has to be acknowledged", async () => {
      const TemplateBody = JSON.stringify(template);
      const refused = await failure(stacks.client.send(new CreateStackCommand({ StackName: "no", TemplateBody })));
      expect(refused.name).to.equal("InsufficientCapabilitiesException");
      expect(refused.message).to.equal("Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
    });

    it("is what those functions need", async () => {
      const TemplateBody = JSON.stringify({ Resources: { A: thing({ Value: { "Fn::Length": ["a"] } }) } });
      const refused = await failure(stacks.client.send(new CreateStackCommand({ StackName: "plain", TemplateBody })));
      expect(refused.message).to.contain("Encountered unsupported function: Fn::Length");
    });
  });

  describe("that include snippets", () => {
    let s3: S3Client;
    const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: "snippets", Key, Body }));
    const include = (Location: unknown) => ({ Name: "AWS::Include", Parameters: { Location } });
    before(async () => {
      s3 = cloud.client(S3Client);
      await s3.send(new CreateBucketCommand({ Bucket: "snippets" }));
      await put("thing.yaml", "Type: AWS::CDK::Thing\nProperties:\n  Value: !Ref Words\n");
      await put("all.json", JSON.stringify({ Outputs: { Id: { Value: { Ref: "A" } } } }));
    });

    it("holds what lies in the bucket, in a part and at its top", async () => {
      const template = {
        Parameters: { Words: { Type: "String", Default: "hello" }, Folder: { Type: "String", Default: "snippets" } },
        Transform: include("s3://snippets/all.json"),
        Resources: { A: { "Fn::Transform": include({ "Fn::Sub": "s3://${Folder}/thing.yaml" }) } },
      };
      const stack = await stacks.create("including", template, { Capabilities });
      expect(stack.StackStatus, (await stacks.story("including")).join("\n")).to.equal("CREATE_COMPLETE");
      expect([...things.existing.values()]).to.deep.equal([{ Value: "hello" }]);
      expect(stack.Outputs?.[0]?.OutputKey).to.equal("Id");
    });

    it("is refused when one of them is not there, or is none", async () => {
      const refusal = async (Location: unknown) => {
        const TemplateBody = JSON.stringify({ Resources: { A: { "Fn::Transform": include(Location) } } });
        return await failure(
          stacks.client.send(new CreateStackCommand({ StackName: "no", TemplateBody, Capabilities })),
        );
      };
      expect((await refusal("s3://snippets/none.yaml")).message).to.contain("The specified key does not exist");
      expect((await refusal("http://example.com/a")).message).to.contain("is not one in S3");
      await put("list.json", "[1]");
      expect((await refusal("s3://snippets/list.json")).message).to.contain("is no object");
      await put("circle.json", JSON.stringify({ "Fn::Transform": include("s3://snippets/circle.json") }));
      expect((await refusal("s3://snippets/circle.json")).message).to.contain("include each other");
    });
  });

  it("that the lab does not have says so, by name", async () => {
    const TemplateBody = JSON.stringify({ Transform: "AWS::Serverless-2016-10-31", Resources: { A: thing({}) } });
    const refused = await failure(
      stacks.client.send(new CreateStackCommand({ StackName: "no", TemplateBody, Capabilities })),
    );
    expect(refused.message).to.equal("Skylab does not implement the transform AWS::Serverless-2016-10-31 yet.");
  });
});

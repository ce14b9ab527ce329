// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how Fn::Sub is written
import {
  CreateStackCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListExportsCommand,
  ListImportsCommand,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { objectAddress } from "../../../../../lab/cloud/services/cloudformation/template/source.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../stacks.ts";
import { Things, thing } from "../things.ts";

describe("Templates", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);
  const yaml = `# A comment that must stay
Description: In YAML
Parameters:
  Size: {Type: Number, Default: 1, Description: How large, AllowedValues: [1, 2]}
Resources:
  A:
    Type: AWS::CDK::Thing
    Properties: {Value: !Sub "\${AWS::StackName}-\${Size}"}
`;

  it("come back to the letter", async () => {
    await stacks.client.send(new CreateStackCommand({ StackName: "yaml", TemplateBody: yaml }));
    await stacks.settled("yaml");
    for (const TemplateStage of [undefined, "Original", "Processed"] as const) {
      const { TemplateBody } = await stacks.client.send(new GetTemplateCommand({ StackName: "yaml", TemplateStage }));
      expect(TemplateBody).to.equal(yaml);
    }
    expect([...things.existing.values()]).to.deep.equal([{ Value: "yaml-1" }]);
  });

  it("are read from a bucket", async () => {
    const s3 = cloud.client(S3Client, { forcePathStyle: true } as object);
    await s3.send(new CreateBucketCommand({ Bucket: "templates" }));
    const Body = `${yaml}#${" ".repeat(60_000)}`;
    await s3.send(new PutObjectCommand({ Bucket: "templates", Key: "a b/t.yaml", Body }));
    const urls = [
      "https://s3.us-east-1.amazonaws.com/templates/a%20b/t.yaml",
      "https://templates.s3.amazonaws.com/a%20b/t.yaml",
      `${cloud.endpoint}/templates/a%20b/t.yaml`,
    ];
    for (const [i, TemplateURL] of urls.entries()) {
      await stacks.client.send(new CreateStackCommand({ StackName: `bucket${i}`, TemplateURL }));
      expect((await stacks.settled(`bucket${i}`)).StackStatus).to.equal("CREATE_COMPLETE");
    }
  });

  it("are summarized and validated before they are used", async () => {
    const Resources = { R: { Type: "AWS::IAM::Role", Properties: { RoleName: "r" } }, A: { Type: "AWS::CDK::Thing" } };
    const TemplateBody = JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources, Metadata: { a: 1 } });
    const capabilities = {
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      CapabilitiesReason: "The following resource(s) require capabilities: [AWS::IAM::Role]",
    };
    expect(await stacks.client.send(new GetTemplateSummaryCommand({ TemplateBody }))).to.deep.include({
      ...capabilities,
      ResourceTypes: ["AWS::IAM::Role", "AWS::CDK::Thing"],
      Version: "2010-09-09",
      Metadata: '{"a":1}',
    });
    expect(await stacks.client.send(new ValidateTemplateCommand({ TemplateBody }))).to.deep.include(capabilities);
    const { Parameters } = await stacks.client.send(new GetTemplateSummaryCommand({ StackName: "yaml" }));
    expect(Parameters).to.deep.equal([
      {
        ParameterKey: "Size",
        ParameterType: "Number",
        DefaultValue: "1",
        NoEcho: false,
        Description: "How large",
        ParameterConstraints: { AllowedValues: ["1", "2"] },
      },
    ]);
  });

  it("that are no templates are not valid", async () => {
    const validate = (TemplateBody: string) => stacks.client.send(new ValidateTemplateCommand({ TemplateBody }));
    expect((await failure(validate("a: ["))).message).to.contain("YAML not well-formed");
    const loose = JSON.stringify({ Resources: { A: thing({ Value: { Ref: "B" } }) } });
    expect((await failure(validate(loose))).message).to.contain("Unresolved resource dependencies [B]");
  });

  const addresses: [url: string, address: object | undefined][] = [
    ["https://s3.amazonaws.com/b/k", { Bucket: "b", Key: "k" }],
    ["https://s3.eu-west-1.amazonaws.com/b/k/l.json", { Bucket: "b", Key: "k/l.json" }],
    ["https://s3-eu-west-1.amazonaws.com/b/k", { Bucket: "b", Key: "k" }],
    ["https://b.s3.eu-west-1.amazonaws.com/k?versionId=1", { Bucket: "b", Key: "k" }],
    ["https://b.with.dots.s3.amazonaws.com/k", { Bucket: "b.with.dots", Key: "k" }],
    ["http://127.0.0.1:4566/b/k", { Bucket: "b", Key: "k" }],
    ["http://b.s3.localhost.localstack.cloud:4566/k", { Bucket: "b", Key: "k" }],
    ["http://localhost:4566/b/k", { Bucket: "b", Key: "k" }],
    ["https://s3.amazonaws.com/b", undefined],
    ["https://example.com/b/k", undefined],
    ["https://s3.amazonaws.com.example.com/b/k", undefined],
    ["file:///etc/passwd", undefined],
    ["nonsense", undefined],
  ];
  for (const [url, address] of addresses) {
    it(`${address ? "are" : "are not"} at ${url}`, () => {
      expect(objectAddress(url, { endpoint: "http://127.0.0.1:4566" })).to.deep.equal(address);
    });
  }
});

describe("Exports", () => {
  const cloud = useCloud();
  const stacks = new Stacks(cloud);
  const things = new Things(cloud);
  const exporting = (Value: string) => ({
    Resources: { A: thing({}) },
    Outputs: { O: { Value, Export: { Name: { "Fn::Sub": "${AWS::StackName}-name" } } } },
  });
  const importing = (name: string) => ({ Resources: { A: thing({ Value: { "Fn::ImportValue": name } }) } });

  it("are values that other stacks import", async () => {
    await stacks.create("giver", exporting("value"));
    await stacks.create("taker", importing("giver-name"));
    expect([...things.existing.values()]).to.deep.include({ Value: "value" });
    const { Exports } = await stacks.client.send(new ListExportsCommand());
    expect(Exports?.map(({ Name, Value }) => ({ Name, Value }))).to.deep.equal([
      { Name: "giver-name", Value: "value" },
    ]);
    const { Imports } = await stacks.client.send(new ListImportsCommand({ ExportName: "giver-name" }));
    expect(Imports).to.deep.equal(["taker"]);
  });

  it("that are in use can neither change nor go", async () => {
    const changed = await stacks.update("giver", exporting("other"));
    expect(changed.StackStatus).to.equal("UPDATE_ROLLBACK_COMPLETE");
    expect((await stacks.story("giver")).join("\n")).to.contain(
      "giver UPDATE_ROLLBACK_IN_PROGRESS Export giver-name cannot be updated as it is in use by taker",
    );
    const kept = await stacks.delete(changed);
    expect(kept).to.include({
      StackStatus: "DELETE_FAILED",
      StackStatusReason: "Export giver-name cannot be deleted as it is in use by taker",
    });
    await stacks.delete(await stacks.describe("taker"));
    expect((await stacks.delete(kept)).StackStatus).to.equal("DELETE_COMPLETE");
  });

  it("have names that are used once", async () => {
    await stacks.create("one", { ...exporting("1"), Outputs: { O: { Value: "1", Export: { Name: "same" } } } });
    const two = await stacks.create("two", {
      ...exporting("2"),
      Outputs: { O: { Value: "2", Export: { Name: "same" } } },
    });
    expect(two.StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect((await stacks.story("two")).join("\n")).to.contain("Export with name same is already exported by stack one");
  });

  it("that are not there fail the stack that imports them", async () => {
    expect((await stacks.create("lost", importing("nobody"))).StackStatus).to.equal("ROLLBACK_COMPLETE");
    expect(await stacks.story("lost")).to.include(
      "lost ROLLBACK_IN_PROGRESS No export named nobody found. Rollback requested by user.",
    );
    const error = await failure(stacks.client.send(new ListImportsCommand({ ExportName: "nobody" })));
    expect(error.message).to.equal("Export 'nobody' is not imported by any stack.");
  });
});

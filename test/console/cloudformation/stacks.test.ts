import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
} from "@aws-sdk/client-cloudformation";
import { HeadBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";

const bucket = (BucketName: string, Status = "Enabled") => ({
  Type: "AWS::S3::Bucket",
  Properties: { BucketName, VersioningConfiguration: { Status } },
});

const TEMPLATE = {
  Description: "A bucket, and what reads it",
  Resources: {
    Pictures: bucket("stack-pictures"),
    Reader: {
      Type: "AWS::IAM::ManagedPolicy",
      Properties: {
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: { "Fn::Join": ["", [{ "Fn::GetAtt": ["Pictures", "Arn"] }, "/*"]] },
          },
        },
      },
    },
  },
  Outputs: {
    Address: { Value: "http://example.com/pictures", Export: { Name: "pictures-address" } },
  },
};

describe("The console's CloudFormation pages", function () {
  this.timeout(60_000);

  const lab = useConsole();
  let client: CloudFormationClient;
  let s3: S3Client;
  const waiting = () => ({ client, maxWaitTime: 20, minDelay: 0.2, maxDelay: 0.5 });
  before(async () => {
    client = new CloudFormationClient(lab.settings);
    s3 = new S3Client({ ...lab.settings, forcePathStyle: true });
    await client.send(
      new CreateStackCommand({
        StackName: "town",
        TemplateBody: JSON.stringify(TEMPLATE),
        Capabilities: ["CAPABILITY_IAM"],
      }),
    );
    await waitUntilStackCreateComplete(waiting(), { StackName: "town" });
  });
  after(() => {
    client?.destroy();
    s3?.destroy();
  });

  it("list the stacks, and lead to one", async () => {
    const page = await lab.open("/cloudformation");
    await page.getByText("A bucket, and what reads it").waitFor();
    await screenshot(page, "console-cloudformation");
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("link", { name: "town" }).click();
    await page.getByRole("heading", { name: "town", exact: true }).waitFor();
    await page.getByText("CREATE_COMPLETE").first().waitFor();
  });

  it("show what happened as a timeline, and event by event", async () => {
    const page = await lab.open("/cloudformation/town");
    await page.getByRole("heading", { name: "Timeline" }).waitFor();
    await page.getByRole("row", { name: /Reader.*AWS::IAM::ManagedPolicy.*CREATE_COMPLETE/ }).waitFor();
    await screenshot(page, "console-cloudformation-events");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("show the resources as a graph, in which each leads to its own page", async () => {
    const page = await lab.open("/cloudformation/town?tab=graph");
    await page.getByRole("img", { name: "Reader IAM::ManagedPolicy, CREATE_COMPLETE, depends on Pictures" }).waitFor();
    const node = page.getByRole("link", { name: "Pictures S3::Bucket, CREATE_COMPLETE, depends on nothing" });
    await node.waitFor();
    const frame = page.getByRole("region", { name: "The resources as a graph" });
    const { scrolled, held } = await frame.evaluate((element) => ({
      scrolled: [element.scrollWidth, element.scrollHeight],
      held: [element.clientWidth, element.clientHeight],
    }));
    expect(scrolled, "as a whole").to.deep.equal(held);
    await screenshot(page, "console-cloudformation-graph");
    expect(await barriers(page)).to.deep.equal([]);
    await node.click();
    await page.waitForURL("**/_lab/s3/stack-pictures");
  });

  it("show the template, and the outputs", async () => {
    const page = await lab.open("/cloudformation/town?tab=template");
    await page.getByText('"AWS::IAM::ManagedPolicy"').waitFor();
    await page.getByRole("tab", { name: "Outputs" }).click();
    await page.getByText("pictures-address").waitFor();
    expect(await page.getByRole("link", { name: /^Open/ }).getAttribute("href")).to.equal(
      "http://example.com/pictures",
    );
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("say at the top what went wrong first", async () => {
    const Resources = { Twice: bucket("stack-pictures") };
    await client.send(new CreateStackCommand({ StackName: "village", TemplateBody: JSON.stringify({ Resources }) }));
    const page = await lab.open("/cloudformation/village");
    await page.getByText("Twice (AWS::S3::Bucket): CREATE_FAILED").waitFor();
    await page
      .getByText(/stack-pictures.*already/)
      .first()
      .waitFor();
    await page.getByText("ROLLBACK_COMPLETE").first().waitFor();
    await screenshot(page, "console-cloudformation-failed");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("execute a change set, and show what it would change before", async () => {
    const Resources = { ...TEMPLATE.Resources, Pictures: bucket("stack-pictures", "Suspended") };
    const set = { StackName: "town", ChangeSetName: "without-versions" };
    await client.send(
      new CreateChangeSetCommand({
        ...set,
        TemplateBody: JSON.stringify({ ...TEMPLATE, Resources }),
        Capabilities: ["CAPABILITY_IAM"],
      }),
    );
    await waitUntilChangeSetCreateComplete(waiting(), set);
    const page = await lab.open("/cloudformation/town?tab=changesets");
    await page.getByRole("link", { name: "without-versions" }).click();
    await page.getByRole("row", { name: /Modify.*Pictures.*VersioningConfiguration/ }).waitFor();
    await screenshot(page, "console-cloudformation-change-set");
    await page.getByRole("button", { name: "Execute change set" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Execute change set" }).click();
    await page.getByText("UPDATE_COMPLETE").first().waitFor();
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: "town" }));
    expect(Stacks?.[0]?.StackStatus).to.equal("UPDATE_COMPLETE");
  });

  it("find what was changed behind the stack's back", async () => {
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: "stack-pictures", VersioningConfiguration: { Status: "Enabled" } }),
    );
    const page = await lab.open("/cloudformation/town?tab=drift");
    await page.getByRole("button", { name: "Detect drift" }).click();
    await page.getByRole("row", { name: /Pictures.*MODIFIED/ }).waitFor();
    await page.getByText("/VersioningConfiguration/Status").waitFor();
    await screenshot(page, "console-cloudformation-drift");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("delete a stack when that is confirmed", async () => {
    const page = await lab.open("/cloudformation/town");
    await page.getByRole("button", { name: "Delete stack" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete stack" }).click();
    await page.getByText("DELETE_COMPLETE").first().waitFor();
    const gone = await s3.send(new HeadBucketCommand({ Bucket: "stack-pictures" })).catch((error: Error) => error.name);
    expect(gone).to.equal("NotFound");
  });
});

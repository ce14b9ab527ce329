import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  GetObjectLockConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { formOf, ruleOf } from "../../../lab/console/s3/properties/lifecycle/lifecycle-form.ts";
import {
  configurationOf,
  formOf as notificationsOf,
} from "../../../lab/console/s3/properties/notifications/notification-form.ts";
import {
  formOf as websiteFormOf,
  configurationOf as websiteOf,
} from "../../../lab/console/s3/properties/website/website-form.ts";
import { barriers, screenshot } from "../../browser.ts";
import { Functions } from "../../cloud/services/lambda/functions.ts";
import { useConsole } from "../opened.ts";
import { useS3 } from "./prepared.ts";

const Bucket = "forms";

describe("The properties of a bucket in the console", function () {
  this.timeout(60_000);

  const lab = useConsole();
  const s3 = useS3(lab);
  before(() => s3.bucket(Bucket));
  const openForm = async (label: string, bucket = Bucket): Promise<Page> => {
    const page = await lab.open(`/s3/${bucket}?tab=properties`);
    await page.getByRole("button", { name: label }).click();
    return page;
  };
  const save = async (page: Page, what: string, bucket = Bucket) => {
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText(`Changed ${bucket}: ${what}`).waitFor();
  };

  it("has a policy that is edited, and deleted when nothing is left of it", async () => {
    const page = await openForm("Edit policy");
    const field = page.getByRole("dialog").getByLabel("Policy", { exact: true });
    await field.fill("{");
    await page.getByText(/Invalid JSON/).waitFor();
    const Statement = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*` };
    await field.fill(JSON.stringify({ Version: "2012-10-17", Statement }));
    await save(page, "policy");
    const { Policy = "" } = await s3.client.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy).Statement).to.deep.equal(Statement);
    await page.getByRole("button", { name: "Edit policy" }).click();
    await field.fill("");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText("No policy. The policies of users and roles decide.").waitFor();
  });

  it("has CORS rules as a form", async () => {
    const page = await openForm("Edit CORS");
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.getByLabel("Origins").fill("https://example.com, https://example.org");
    await page.getByLabel("Exposed headers").fill("ETag");
    await page.getByLabel("Seconds that browsers may cache the answer").fill("60");
    await screenshot(page, "console-s3-cors");
    expect(await barriers(page)).to.deep.equal([]);
    await save(page, "cors");
    const { CORSRules } = await s3.client.send(new GetBucketCorsCommand({ Bucket }));
    expect(CORSRules).to.deep.equal([
      {
        AllowedOrigins: ["https://example.com", "https://example.org"],
        AllowedMethods: ["GET"],
        ExposeHeaders: ["ETag"],
        MaxAgeSeconds: 60,
      },
    ]);
    await page.getByText("https://example.com, https://example.org").waitFor();
  });

  it("has a lifecycle as a form, which keeps what it does not show", async () => {
    const Transitions = [{ Days: 30, StorageClass: "GLACIER" as const }];
    const Rules = [{ ID: "move", Status: "Enabled" as const, Filter: { Prefix: "old/" }, Transitions }];
    await s3.client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
    const page = await openForm("Edit lifecycle");
    await page.getByLabel("Objects expire").fill("90");
    await save(page, "lifecycle");
    const answer = await s3.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(answer.Rules).to.deep.equal([{ ...Rules[0], Expiration: { Days: 90 } }]);
    await page.getByText("after 90 days").waitFor();
  });

  it("has notifications as a form, and tells AWS's error when a target does not let S3 in", async () => {
    const functions = new Functions(lab.cloud.endpoint);
    await functions.makeRole();
    await functions.createFor("s3.amazonaws.com", "teller", "export const handler = () => 1;");
    const page = await openForm("Edit notifications");
    await page.getByRole("button", { name: "Add notification" }).click();
    const to = page.getByLabel("To", { exact: true });
    await to.fill("arn:aws:lambda:us-east-1:000000000000:function:nobody");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page
      .getByRole("dialog")
      .getByText(/^Unable to validate/)
      .waitFor();
    await screenshot(page, "console-s3-notifications");
    await to.fill("teller");
    await page.getByRole("option", { name: /teller/ }).click();
    await page.getByLabel("and end with").fill(".jpg");
    await save(page, "notifications");
    const { LambdaFunctionConfigurations = [] } = await s3.client.send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );
    expect(
      LambdaFunctionConfigurations.map(({ LambdaFunctionArn, Events }) => [LambdaFunctionArn, Events]),
    ).to.deep.equal([["arn:aws:lambda:us-east-1:000000000000:function:teller", ["s3:ObjectCreated:*"]]]);
    await page.getByText("….jpg").waitFor();
    functions.destroy();
  });

  it("is served as a website, which its form describes and turns off again", async () => {
    const page = await openForm("Edit website");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Host a website").check();
    await dialog.getByLabel("Error document").fill("error.html");
    await dialog.getByLabel("Routing rules").fill("{}");
    await dialog.getByText("Routing rules must be a list.").waitFor();
    const rule = { Condition: { KeyPrefixEquals: "old/" }, Redirect: { ReplaceKeyPrefixWith: "new/" } };
    await dialog.getByLabel("Routing rules").fill(JSON.stringify([rule]));
    await screenshot(page, "console-s3-website");
    expect(await barriers(page)).to.deep.equal([]);
    await save(page, "website");
    const { IndexDocument, ErrorDocument, RoutingRules } = await s3.client.send(
      new GetBucketWebsiteCommand({ Bucket }),
    );
    expect([IndexDocument?.Suffix, ErrorDocument?.Key, RoutingRules]).to.deep.equal([
      "index.html",
      "error.html",
      [rule],
    ]);
    const url = await page.getByRole("link", { name: /s3-website/ }).getAttribute("href");
    expect((await fetch(url ?? "")).status).to.equal(403);
    await page.getByRole("button", { name: "Edit website" }).click();
    await dialog.getByLabel("Off").check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    const gone = await s3.client.send(new GetBucketWebsiteCommand({ Bucket })).catch((error: Error) => error.name);
    expect(gone).to.equal("NoSuchWebsiteConfiguration");
  });

  it("has tags as a form, whose keys are not empty and not the same", async () => {
    const page = await openForm("Edit tags");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Add tag" }).click();
    await dialog.getByText("A tag needs a key.").waitFor();
    await dialog.getByLabel("Key of tag 1").fill("team");
    await dialog.getByLabel("Value of team").fill("blue");
    await save(page, "tags");
    const { TagSet } = await s3.client.send(new GetBucketTaggingCommand({ Bucket }));
    expect(TagSet).to.deep.equal([{ Key: "team", Value: "blue" }]);
    await page.getByRole("button", { name: "Edit tags" }).click();
    await dialog.getByRole("button", { name: "Remove team" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("No tags.").waitFor();
  });

  it("has encryption, ownership and Object Lock as forms", async () => {
    await s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const page = await openForm("Edit default encryption");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("SSE-KMS", { exact: true }).check();
    await dialog.getByLabel("KMS key").fill("alias/photos");
    await dialog.getByLabel("Bucket key").check();
    await save(page, "default encryption");
    const { ServerSideEncryptionConfiguration: encryption } = await s3.client.send(
      new GetBucketEncryptionCommand({ Bucket }),
    );
    expect(encryption?.Rules).to.deep.equal([
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "alias/photos" },
        BucketKeyEnabled: true,
      },
    ]);
    await page.getByRole("button", { name: "Edit object ownership" }).click();
    await dialog.getByLabel("ACLs enabled, object writer").check();
    await save(page, "object ownership");
    const { OwnershipControls } = await s3.client.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(OwnershipControls?.Rules).to.deep.equal([{ ObjectOwnership: "ObjectWriter" }]);
    await page.getByRole("button", { name: "Edit Object Lock" }).click();
    await dialog.getByLabel("Governance").check();
    await dialog.getByLabel("Retention period").fill("30");
    await save(page, "object lock");
    const { ObjectLockConfiguration } = await s3.client.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect(ObjectLockConfiguration?.Rule?.DefaultRetention).to.deep.equal({ Mode: "GOVERNANCE", Days: 30 });
    await page.getByText("New versions are kept for 30 days (governance).").waitFor();
  });

  it("keeps of each configuration what its form does not show", () => {
    const tagged = {
      ID: "a",
      Status: "Disabled" as const,
      Filter: { And: { Prefix: "x/", Tags: [{ Key: "k", Value: "v" }] } },
    };
    expect(ruleOf({ ...formOf(tagged), prefix: "y/" })).to.deep.equal({
      ...tagged,
      Filter: { And: { ...tagged.Filter.And, Prefix: "y/" } },
    });
    const marked = { ID: "b", Status: "Enabled" as const, Filter: {}, Expiration: { ExpiredObjectDeleteMarker: true } };
    expect(ruleOf(formOf(marked))).to.deep.equal(marked);
    const told = {
      QueueConfigurations: [
        {
          Id: "q",
          QueueArn: "arn:aws:sqs:us-east-1:000000000000:q",
          Events: ["s3:ObjectRemoved:*" as const],
          Filter: { Key: { FilterRules: [{ Name: "suffix" as const, Value: ".jpg" }] } },
        },
      ],
      EventBridgeConfiguration: {},
    };
    expect(configurationOf(notificationsOf(told))).to.deep.equal(told);
    const redirected = { RedirectAllRequestsTo: { HostName: "example.com", Protocol: "https" as const } };
    expect(websiteOf(websiteFormOf(redirected))).to.deep.equal(redirected);
    expect(websiteOf(websiteFormOf(null))).to.equal(undefined);
  });

  it("has access logging, replication, inventories and an ACL as forms, and names what the cloud refuses", async () => {
    const bucket = "plain";
    for (const one of [bucket, "elsewhere"]) await s3.bucket(one);
    for (const one of [bucket, "elsewhere"])
      await s3.client.send(
        new PutBucketVersioningCommand({ Bucket: one, VersioningConfiguration: { Status: "Enabled" } }),
      );
    const page = await openForm("Edit access logging", bucket);
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Log requests").click();
    await dialog.getByLabel("Target bucket").fill("elsewhere");
    await dialog.getByLabel("Prefix").fill("logs/");
    await save(page, "access logging", bucket);
    const logging = await s3.client.send(new GetBucketLoggingCommand({ Bucket: bucket }));
    expect(logging.LoggingEnabled).to.deep.equal({ TargetBucket: "elsewhere", TargetPrefix: "logs/" });

    await page.getByRole("button", { name: "Edit replication" }).click();
    await dialog.getByLabel("Role").fill("arn:aws:iam::000000000000:role/copies");
    await dialog.getByRole("button", { name: "Add rule" }).click();
    await dialog.getByLabel("Destination bucket").fill("arn:aws:s3:::elsewhere");
    await save(page, "replication", bucket);
    const { ReplicationConfiguration } = await s3.client.send(new GetBucketReplicationCommand({ Bucket: bucket }));
    expect(ReplicationConfiguration?.Rules?.map(({ Destination }) => Destination?.Bucket)).to.deep.equal([
      "arn:aws:s3:::elsewhere",
    ]);

    await page.getByRole("button", { name: "Edit inventory" }).click();
    await dialog.getByRole("button", { name: "Add inventory" }).click();
    await dialog.getByLabel("Name").fill("weekly");
    await dialog.getByRole("button", { name: "How often" }).click();
    await page.getByRole("option", { name: "Weekly" }).click();
    // Last, for what it suggests lies over the other fields.
    await dialog.getByLabel("Destination bucket").fill("arn:aws:s3:::elsewhere");
    await dialog.getByLabel("Destination bucket").press("Tab");
    await screenshot(page, "console-s3-inventory");
    expect(await barriers(page)).to.deep.equal([]);
    await save(page, "inventory", bucket);
    await page.getByText("weekly, as CSV").waitFor();
    await page.getByRole("button", { name: "Edit inventory" }).click();
    await dialog.getByRole("button", { name: "Remove inventory 1" }).click();
    await save(page, "inventory", bucket);
    await page.getByText("No inventories.").waitFor();

    await page.getByRole("button", { name: "Edit the access control list" }).click();
    await dialog.getByRole("button", { name: "Add grant" }).click();
    await dialog.getByRole("heading", { name: "Grant 2" }).waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("The bucket does not allow ACLs").first().waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Edit notifications" }).click();
    await dialog.getByText("Send all events to EventBridge").click();
    await save(page, "notifications", bucket);
    const told = await s3.client.send(new GetBucketNotificationConfigurationCommand({ Bucket: bucket }));
    expect(told.EventBridgeConfiguration).to.deep.equal({});
    await page.getByText("does not implement s3:ListBucketIntelligentTieringConfigurations yet").waitFor();
    await screenshot(page, "console-s3-refused");
  });

  it("grants by its ACL where ACLs are on", async () => {
    const open = "lists";
    await s3.client.send(new CreateBucketCommand({ Bucket: open, ObjectOwnership: "ObjectWriter" }));
    await s3.client.send(new DeletePublicAccessBlockCommand({ Bucket: open }));
    const page = await lab.open(`/s3/${open}?tab=properties`);
    await page.getByRole("button", { name: "Edit the access control list" }).click();
    await page.getByRole("button", { name: "Add grant" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText(`Changed ${open}: access control list`).waitFor();
    await page.getByText("Everyone", { exact: true }).waitFor();
    const { Grants = [] } = await s3.client.send(new GetBucketAclCommand({ Bucket: open }));
    expect(Grants.map(({ Permission }) => Permission)).to.deep.equal(["FULL_CONTROL", "READ"]);
  });
});

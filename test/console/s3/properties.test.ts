import {
  GetBucketCorsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { formOf, ruleOf } from "../../../lab/console/s3/properties/lifecycle/lifecycle-form.ts";
import {
  configurationOf,
  formOf as notificationsOf,
} from "../../../lab/console/s3/properties/notifications/notification-form.ts";
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
  const openForm = async (label: string): Promise<Page> => {
    const page = await lab.open(`/s3/${Bucket}?tab=properties`);
    await page.getByRole("button", { name: label }).click();
    return page;
  };
  const save = async (page: Page, what: string) => {
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText(`Changed ${Bucket}: ${what}`).waitFor();
  };

  it("has a policy that is edited, and deleted when nothing is left of it", async () => {
    const page = await openForm("Edit the policy");
    const field = page.getByRole("dialog").getByLabel("Policy", { exact: true });
    await field.fill("{");
    await page.getByText(/This is no JSON/).waitFor();
    const Statement = { Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `arn:aws:s3:::${Bucket}/*` };
    await field.fill(JSON.stringify({ Version: "2012-10-17", Statement }));
    await save(page, "policy");
    const { Policy = "" } = await s3.client.send(new GetBucketPolicyCommand({ Bucket }));
    expect(JSON.parse(Policy).Statement).to.deep.equal(Statement);
    await page.getByRole("button", { name: "Edit the policy" }).click();
    await field.fill("");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByText("None: identities' own policies decide who may do what.").waitFor();
  });

  it("has CORS rules as a form", async () => {
    const page = await openForm("Edit CORS");
    await page.getByRole("button", { name: "Add a rule" }).click();
    await page.getByLabel("Origins").fill("https://example.com, https://example.org");
    await page.getByLabel("Headers that pages may read").fill("ETag");
    await page.getByLabel("Seconds after which browsers ask again").fill("60");
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
    const page = await openForm("Edit the lifecycle");
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
    const page = await openForm("Edit the notifications");
    await page.getByRole("button", { name: "Add a notification" }).click();
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
  });
});

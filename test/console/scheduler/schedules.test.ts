import { IAM } from "@aws-sdk/client-iam";
import { Scheduler } from "@aws-sdk/client-scheduler";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";

describe("The console's pages of the Scheduler", function () {
  this.timeout(60_000);

  const lab = useConsole();
  let scheduler: Scheduler;
  before(async () => {
    scheduler = new Scheduler(lab.settings);
    const trust = { Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: trust });
    const iam = new IAM(lab.settings);
    await iam.createRole({ RoleName: "schedules", AssumeRolePolicyDocument });
    iam.destroy();
  });
  after(() => scheduler?.destroy());

  it("create a schedule whose expression they explain, show its next times, and disable it", async () => {
    const page = await lab.open("/scheduler");
    await page.getByText("No schedules yet").waitFor();
    await page.getByRole("button", { name: "Create schedule" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Create schedule" });
    await dialog.getByLabel("Name").fill("nightly");
    await dialog.getByLabel("Expression").fill("cron(0 25 * * ? *)");
    await dialog.getByText("Not a valid expression").waitFor();
    await dialog.getByLabel("Expression").fill("cron(0 4 * * ? *)");
    await dialog.getByLabel("Time zone").fill("Europe/Berlin");
    await dialog.getByText("At 04:00, every day (Europe/Berlin)").waitFor();
    await dialog.getByLabel("Target").fill("arn:aws:sqs:us-east-1:000000000000:jobs");
    await dialog.getByLabel("Execution role").fill("arn:aws:iam::000000000000:role/schedules");
    await screenshot(page, "console-scheduler-create");
    await dialog.getByRole("button", { name: "Create schedule" }).click();
    await page.getByRole("link", { name: "nightly" }).click();
    await page.getByRole("heading", { name: "Next times" }).waitFor();
    expect(
      await page
        .getByRole("listitem")
        .filter({ has: page.locator("time") })
        .count(),
    ).to.equal(10);
    await screenshot(page, "console-scheduler-schedule");
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("button", { name: "Disable" }).click();
    await page.getByText("Disabled nightly").waitFor();
    expect((await scheduler.getSchedule({ Name: "nightly" })).State).to.equal("DISABLED");
  });
});

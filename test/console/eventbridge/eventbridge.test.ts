import { join } from "node:path";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { expect } from "chai";
import { packageFolder } from "../../../lab/package.ts";
import { until } from "../../cloud/until.ts";
import { useConsole } from "../opened.ts";

const picture = (name: string) => ({
  path: join(packageFolder, "test/output", `eventbridge-${name}.png`),
  fullPage: true,
});

describe("The console's EventBridge", function () {
  this.timeout(120_000);
  const console_ = useConsole();

  it("creates a rule, shows it, and says whether an event fits a pattern", async () => {
    const events = new EventBridge(console_.settings);
    const page = await console_.open("/eventbridge/buses/default");
    await page.getByRole("button", { name: "Create rule" }).first().click();
    await page.getByLabel("Name", { exact: true }).fill("paid");
    await page.getByRole("dialog").getByRole("button", { name: "Create rule" }).click();
    await until(async () => ((await events.listRules({})).Rules ?? []).length === 1);
    await page.getByRole("link", { name: "paid" }).click();
    await page.getByText("arn:aws:events:us-east-1:000000000000:rule/paid").waitFor();
    await page.screenshot(picture("rule"));
    const sandbox = await console_.open("/eventbridge?tab=sandbox", { viewport: { width: 390, height: 844 } });
    await sandbox.getByRole("button", { name: "Test pattern" }).click();
    await sandbox.getByText("The event fits.").waitFor();
    await sandbox.screenshot(picture("sandbox-phone"));
    expect((await events.describeRule({ Name: "paid" })).State).to.equal("ENABLED");
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningCloud, startCloud } from "../../lab/cloud/index.ts";
import { screenshot, useBrowser } from "../browser.ts";

describe("The console of a lab that stops", function () {
  this.timeout(90_000);

  const browser = useBrowser();
  let folder: string;
  let cloud: RunningCloud;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "skylab-lost-"));
    cloud = await startCloud({ port: 0, state: folder });
  });
  after(async () => {
    await cloud?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("says so on an open page, and continues once the lab answers again", async () => {
    const { endpoint } = cloud;
    const page = await browser.open(`${endpoint}/_lab/dynamodb`);
    await page.getByText("No tables yet").waitFor();
    await cloud.close();
    await page.getByText("The lab doesn't answer").waitFor();
    await page.getByRole("link", { name: "ECR", exact: true }).click();
    await screenshot(page, "console-lost");
    cloud = await startCloud({ port: Number(new URL(endpoint).port), state: folder });
    await page.getByText("No repositories yet").waitFor();
    await page.getByText("The lab doesn't answer").waitFor({ state: "hidden" });
  });
});

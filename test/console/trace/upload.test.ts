import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { Jimp } from "jimp";
import { packageFolder } from "../../../lab/package.ts";
import { barriers, screenshot, useBrowser } from "../../browser.ts";
import { lab } from "../../deployed.ts";
import { Application, applicationUrl } from "../../photosky/application.ts";

const main = join(packageFolder, "dist/lab/cli/main.js");

describe("The trace of an upload", function () {
  this.timeout(300_000);

  let endpoint: string;
  before(async () => {
    const app = new Application(await applicationUrl());
    endpoint = (await lab()).endpoint ?? "";
    const bytes = await new Jimp({ width: 300, height: 200, color: 0x3366ccff }).getBuffer("image/png");
    await app.upload("traced.png", "image/png", bytes);
    await app.picture("traced.png", "?preview=true");
    await app.remove("traced.png");
  });

  it("is printed by lab trace, from the API to the bucket", async () => {
    const about = "GET /prod/traced.png";
    const { stdout } = await promisify(execFile)(process.execPath, [main, "trace", about, "--endpoint", endpoint]);
    const lines = stdout
      .split("\n")
      .map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d{3}/, (time) => " ".repeat(time.length)));
    const titles = lines.map((line) => line.trim().split("  ")[0]);
    const depths = lines.map((line) => line.length - line.trimStart().length);
    expect(titles.slice(0, 2)).to.deep.equal(["API Gateway GET /prod/traced.png?preview=true", "Lambda Invoke"]);
    expect(titles[2]).to.match(/^Function Photosky-Function/);
    expect(titles).to.include("✕ S3 HeadObject").and.include("S3 GetObject").and.include("S3 PutObject");
    expect(depths[titles.indexOf("S3 PutObject")]).to.equal((depths[2] ?? 0) + 2);
  });

  describe("in a browser", () => {
    const browser = useBrowser();

    it("is a waterfall, whose parts tell of themselves", async () => {
      const page = await browser.open(`${endpoint}/_lab/trace?q=traced.png`);
      await page.getByRole("link", { name: "API Gateway GET /prod/traced.png?preview=true" }).click();
      await page.getByRole("button", { name: /^Lambda Invoke/ }).waitFor();
      await page.getByRole("button", { name: /^Function Photosky-Function/ }).waitFor();
      await page.getByRole("button", { name: /^S3 PutObject/ }).click();
      await page.getByText('"Key": "preview_traced.png"').waitFor();
      await page.getByRole("tab", { name: /IAM/ }).click();
      await page.getByText("allowed s3:PutObject").waitFor();
      await screenshot(page, "console-waterfall");
      expect(await barriers(page)).to.deep.equal([]);
    });
  });
});

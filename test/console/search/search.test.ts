import { CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { matches } from "../../../lab/console/search/matches.ts";
import { barriers, screenshot } from "../../browser.ts";
import { until } from "../../cloud/until.ts";
import { useConsole } from "../opened.ts";

describe("The console's search", function () {
  this.timeout(60_000);

  const lab = useConsole();
  before(async () => {
    const s3 = new S3Client({ ...lab.settings, forcePathStyle: true });
    const iam = new IAMClient(lab.settings);
    const ssm = new SSMClient(lab.settings);
    await s3.send(new CreateBucketCommand({ Bucket: "harbour-pictures" }));
    await iam.send(new CreateUserCommand({ UserName: "harbour-master" }));
    await ssm.send(new PutParameterCommand({ Name: "/harbour/depth", Value: "9", Type: "String" }));
  });

  it("opens by its keys, finds resources of all services by a part of their names, and leads to one", async () => {
    const page = await lab.open("/");
    await page.getByText("Ready").waitFor();
    await page.keyboard.press("Control+k");
    const field = page.getByRole("combobox", { name: "Search everything" });
    // The cursor is there: one writes at once.
    await until(() => field.evaluate((one) => one === document.activeElement));
    await page.keyboard.type("harbour");
    for (const name of ["harbour-pictures", "harbour-master", "/harbour/depth"])
      await page.getByRole("option", { name: new RegExp(name) }).waitFor();
    await screenshot(page, "console-search");
    expect(await barriers(page)).to.deep.equal([]);
    await field.press("ArrowDown");
    await field.fill("master");
    await field.press("Enter");
    await page.getByRole("heading", { name: "harbour-master" }).waitFor();
  });

  it("finds pages of the console", async () => {
    const page = await lab.open("/s3");
    await page.getByRole("button", { name: "Search Ctrl+K" }).click();
    await page.getByRole("combobox", { name: "Search everything" }).fill("parameter st");
    await page.getByRole("option", { name: "Parameter Store" }).click();
    await page.getByRole("heading", { name: "Parameter Store" }).waitFor();
  });

  it("puts first what begins with what is looked for, and takes several words in any order", () => {
    const all = ["old-photos", "photos", "photos-of-ada", "logs"].map((name) => ({ name }));
    const found = (text: string) => matches(all, text).map(({ name }) => name);
    expect(found("photos")).to.deep.equal(["photos", "photos-of-ada", "old-photos"]);
    expect(found("ADA photos")).to.deep.equal(["photos-of-ada"]);
    expect(found("nothing")).to.deep.equal([]);
  });
});

describe("An address at which the console has no page", function () {
  this.timeout(60_000);

  const lab = useConsole();

  it("says so, in every section", async () => {
    for (const path of ["/nowhere", "/s3/a/b/c", "/iam/nothing", "/logs/a/b/c", "/trace/a/b"]) {
      const page = await lab.open(path);
      await page.getByText(`There is no page at ${path}`).waitFor();
      await page.close();
    }
  });
});

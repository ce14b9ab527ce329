import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";

describe("The console's pages of ECR", function () {
  this.timeout(60_000);

  const lab = useConsole();
  let ecr: ECRClient;
  before(() => {
    ecr = new ECRClient(lab.settings);
  });
  after(() => ecr?.destroy());

  it("create a repository, lead to it, and delete it", async () => {
    const page = await lab.open("/ecr");
    await page.getByRole("button", { name: "Create repository" }).click();
    const dialog = page.getByRole("dialog", { name: "Create repository" });
    await dialog.getByLabel("Name").fill("team/app");
    await dialog.getByLabel("Immutable tags").check();
    await dialog.getByRole("button", { name: "Create repository" }).click();
    await page.getByRole("row", { name: /team\/app.*immutable/ }).waitFor();
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("link", { name: "team/app" }).click();
    await page.getByText("No images yet").waitFor();
    await screenshot(page, "console-ecr-repository");
    expect(await barriers(page)).to.deep.equal([]);
    await page.goBack();
    await page.getByRole("radio", { name: "Select team/app" }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("Deleted the repository team/app").waitFor();
    const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}));
    expect(repositories).to.deep.equal([]);
  });
});

import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";

describe("The console's pages of Parameter Store", function () {
  this.timeout(60_000);

  const lab = useConsole();
  let ssm: SSMClient;
  before(() => {
    ssm = new SSMClient(lab.settings);
  });
  after(() => ssm?.destroy());
  const value = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;

  it("create a parameter, change it, and show what it was before", async () => {
    const page = await lab.open("/ssm");
    await page.getByText("No parameters yet").waitFor();
    await page.getByRole("button", { name: "Create parameter" }).click();
    const dialog = page.getByRole("dialog", { name: "Create parameter" });
    await dialog.getByLabel("Name").fill("/app/host");
    await dialog.getByLabel("Value").fill("one.local");
    await dialog.getByRole("button", { name: "Create parameter" }).click();
    await page.getByRole("link", { name: "/app/host" }).click();
    await page.getByRole("heading", { name: "/app/host" }).waitFor();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByRole("dialog").getByLabel("Value").fill("two.local");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "History (2)" }).waitFor();
    expect(await value("/app/host")).to.equal("two.local");
    await page.getByRole("row", { name: /1 one\.local/ }).waitFor();
    await screenshot(page, "console-ssm-parameter");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("hide a secret until it is asked for", async () => {
    await ssm.send(new PutParameterCommand({ Name: "secret", Value: "hush", Type: "SecureString" }));
    const page = await lab.open("/ssm/secret");
    await page.getByText("Show the secret").waitFor();
    expect(await page.getByText("hush").count()).to.equal(0);
    await page.getByText("Show the secret").click();
    await page.getByText("hush").waitFor();
  });

  it("delete a parameter when that is confirmed", async () => {
    const page = await lab.open("/ssm/secret");
    await page.getByRole("button", { name: "Delete parameter" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete parameter" }).click();
    await page.getByText("Deleted the parameter secret").waitFor();
    expect(await value("secret").catch((error: Error) => error.name)).to.equal("ParameterNotFound");
  });
});

import { Pipes } from "@aws-sdk/client-pipes";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { PipeLab, ROLE } from "../../cloud/services/pipes/pipe-lab.ts";
import { useConsole } from "../opened.ts";

describe("The console's pages of pipes", function () {
  this.timeout(120_000);

  const lab = useConsole();

  it("create a pipe, show its flow with counts, and stop it", async () => {
    const clients: { destroy(): void }[] = [];
    const client = <C extends { destroy(): void }>(Client: new (settings: object) => C) => {
      const made = new Client(lab.settings);
      clients.push(made);
      return made;
    };
    const pipes = new PipeLab({ client });
    await pipes.makeRole();
    const [from, to] = [await pipes.queue(), await pipes.queue()];
    const page = await lab.open("/pipes");
    await page.getByText("No pipes yet").waitFor();
    await page.getByRole("button", { name: "Create pipe" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Create pipe" });
    await dialog.getByLabel("Name", { exact: true }).fill("orders");
    await dialog.getByLabel("Source", { exact: true }).fill(from.arn);
    await dialog.getByLabel("Target", { exact: true }).fill(to.arn);
    await dialog.getByLabel("Role", { exact: true }).fill(ROLE);
    await dialog.getByLabel("Target parameters").fill('{"InputTemplate": "<$.body.id>"}');
    await dialog.getByRole("button", { name: "Create pipe" }).click();
    await page.getByRole("link", { name: "orders" }).click();
    await from.send({ id: 7 });
    expect(await to.bodies(1)).to.deep.equal(["7"]);
    await page.getByText("1 sent").waitFor();
    expect(await barriers(page)).to.deep.equal([]);
    await screenshot(page, "console-pipes-pipe");
    await page.getByRole("tab", { name: "Try a template" }).click();
    await page.getByLabel("Template", { exact: true }).fill("Order <$.body.id> of <$.messageId>");
    await page.getByText("Order 7 of 059f36b4").waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped orders").waitFor();
    expect(await client(Pipes).describePipe({ Name: "orders" })).to.include({ CurrentState: "STOPPED" });
    for (const one of clients) one.destroy();
  });
});

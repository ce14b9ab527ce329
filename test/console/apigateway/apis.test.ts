import {
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  UpdateAccountCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useApis } from "./use-apis.ts";

describe("The console's API Gateway pages", function () {
  this.timeout(60_000);

  const suite = useApis();
  const { lab } = suite;

  it("list the APIs of all kinds, and where they answer", async () => {
    const page = await lab.open("/apigateway");
    const base = `${lab.cloud.endpoint}/_aws/execute-api`;
    const row = (name: string) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
    await row("pets").getByText("REST").waitFor();
    await row("pets")
      .getByRole("link", { name: `${base}/${suite.pets}/prod/` })
      .waitFor();
    await row("shop").getByText("HTTP", { exact: true }).waitFor();
    // Its stage $default needs no name.
    const shop = row("shop").getByRole("link", { name: `${base}/${suite.shop}/` });
    expect(await shop.getAttribute("href")).to.equal(`${base}/${suite.shop}/`);
    expect((await fetch(`${base}/${suite.shop}/`)).status).to.equal(200);
    await row("chat").getByText("WebSocket").waitFor();
    await row("chat")
      .getByText(`${base.replace("http", "ws")}/${suite.chat}/dev`)
      .waitFor();
    await screenshot(page, "console-apigateway");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("show the routes of a REST API, with what they lead to", async () => {
    const page = await lab.open(`/apigateway/${suite.pets}`);
    await page.getByText("What barks and purrs.").waitFor();
    const any = page.getByRole("row", { name: /ANY \/pets\/\{id\}/ });
    await any.getByText("AWS_PROXY").waitFor();
    expect(await any.getByRole("link", { name: "echo" }).getAttribute("href")).to.match(/\/_lab\/lambda\/echo/);
    await page.getByRole("row", { name: /GET \/health .*MOCK/ }).waitFor();
    await page.getByRole("row", { name: /GET \/owners .*needed/ }).waitFor();
    await screenshot(page, "console-apigateway-routes");
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("tab", { name: "Models" }).click();
    // An imported API has the models of its document alone, and a single one is open.
    await page.getByRole("button", { name: "Pet", exact: true }).waitFor();
    await page.getByText('"required"').waitFor();
  });

  it("show the routes and the authorizers of an HTTP API", async () => {
    const page = await lab.open(`/apigateway/${suite.shop}`);
    await page.getByRole("row", { name: /\$default .*echo/ }).waitFor();
    await page.getByRole("tab", { name: "Authorizers" }).click();
    await page
      .getByRole("row", { name: /customers JWT .*https:\/\/tokens\.example\.com.*header\.Authorization/ })
      .waitFor();
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("show a stage's settings, and where it logs", async () => {
    const patch = (path: string, value: string) => ({ op: "replace" as const, path, value });
    const role = patch("/cloudwatchRoleArn", "arn:aws:iam::000000000000:role/functions");
    await suite.rest.send(new UpdateAccountCommand({ patchOperations: [role] }));
    await suite.rest.send(
      new UpdateStageCommand({
        restApiId: suite.pets,
        stageName: "prod",
        patchOperations: [
          patch("/*/*/throttling/rateLimit", "5"),
          patch("/*/*/throttling/burstLimit", "7"),
          patch("/*/*/logging/loglevel", "INFO"),
        ],
      }),
    );
    const page = await lab.open(`/apigateway/${suite.pets}?tab=stages`);
    await page.getByText("5 a second, 7 at once").waitFor();
    await page.getByText("red", { exact: true }).waitFor();
    const log = page.getByRole("link", { name: `API-Gateway-Execution-Logs_${suite.pets}/prod` });
    expect(await log.getAttribute("href")).to.include(`/_lab/logs/API-Gateway-Execution-Logs_${suite.pets}%2Fprod`);
    await screenshot(page, "console-apigateway-stages");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("list API keys, and usage plans with their stages", async () => {
    const key = await suite.rest.send(new CreateApiKeyCommand({ name: "partner", enabled: true }));
    const plan = await suite.rest.send(
      new CreateUsagePlanCommand({
        name: "basic",
        apiStages: [{ apiId: suite.pets, stage: "prod" }],
        quota: { limit: 1000, period: "DAY" },
      }),
    );
    await suite.rest.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" }));
    const page = await lab.open("/apigateway/keys");
    await page.getByRole("row", { name: /partner Active/ }).waitFor();
    expect(await page.getByText(key.value as string).count()).to.equal(0);
    await page.getByRole("button", { name: "Show the value of partner" }).click();
    await page.getByText(key.value as string).waitFor();
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("tab", { name: "Usage plans" }).click();
    await page.getByRole("row", { name: new RegExp(`basic ${suite.pets}/prod any 1000 a day partner`) }).waitFor();
    await screenshot(page, "console-apigateway-plans");
  });

  it("tell that there is no such API", async () => {
    const page = await lab.open("/apigateway/nothing");
    await page.getByText("Invalid API identifier specified").waitFor();
  });
});

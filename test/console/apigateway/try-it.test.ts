import { CreateStageCommand, DeleteStageCommand } from "@aws-sdk/client-apigatewayv2";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { serveConsole } from "../../../lab/cli/console/server.ts";
import { barriers, screenshot } from "../../browser.ts";
import { useApis } from "./use-apis.ts";

describe("The console's form that tries an API", function () {
  this.timeout(60_000);

  const suite = useApis();
  const { lab } = suite;
  const choose = async (page: Page, label: string, option: string) => {
    await page.getByLabel(label, { exact: true }).click();
    await page.getByRole("option", { name: option, exact: true }).click();
  };

  it("sends a request to a function, and shows status, headers and body", async () => {
    const page = await lab.open(`/apigateway/${suite.pets}`);
    await page.getByRole("link", { name: "Try it: ANY /pets/{id}" }).click();
    await choose(page, "Method", "PUT");
    await page.getByRole("textbox", { name: "{id}" }).fill("a b/c");
    await page.getByLabel("Body", { exact: true }).fill('{"name": "Rex"}');
    await page.getByText(`${suite.pets}/prod/pets/a%20b%2Fc`).first().waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("201", { exact: true }).waitFor();
    await page.getByText("x-color: red").waitFor();
    await page.getByText('"method": "PUT"').waitFor();
    await page.getByText('"path": "/pets/a b/c"').or(page.getByText('"path": "/pets/a%20b%2Fc"')).waitFor();
    await page.getByText(String.raw`"body": "{\"name\": \"Rex\"}"`).waitFor();
    await screenshot(page, "console-apigateway-try");
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("link", { name: "What happened in it" }).click();
    await page
      .getByRole("heading", { name: /PUT \/prod\/pets/ })
      .first()
      .waitFor();
  });

  it("keeps the request in the address, but for what may be secret", async () => {
    const page = await lab.open(`/apigateway/${suite.pets}?tab=try`);
    await choose(page, "Route", "ANY /pets/{id}");
    await page.getByRole("textbox", { name: "{id}" }).fill("7");
    await page.getByLabel("Query").fill("a=1&b=2");
    await page.getByLabel("Headers", { exact: true }).fill("x-api-key: secret");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("201", { exact: true }).waitFor();
    expect(page.url()).not.to.include("secret");
    await page.reload();
    await page.getByText(`${suite.pets}/prod/pets/7?a=1&b=2`).first().waitFor();
  });

  it("shows a refusal as such", async () => {
    const page = await lab.open(`/apigateway/${suite.pets}?tab=try&route=GET%20/owners`);
    await page.getByText("This route needs an API key in the x-api-key header.").waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("403", { exact: true }).waitFor();
    await page.getByText('"message": "Forbidden"').waitFor();
  });

  it("tells of what is no header, and what a browser does not send", async () => {
    const page = await lab.open(`/apigateway/${suite.pets}?tab=try`);
    const headers = page.getByLabel("Headers", { exact: true });
    await headers.fill("Host: elsewhere");
    await page.getByText("Browsers don't let pages set Host: a terminal does.").waitFor();
    await headers.fill("no header");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("“no header” is no header: write a name, a colon and a value.", { exact: true }).waitFor();
  });

  it("has API Gateway test a method, and tell its steps", async () => {
    const page = await lab.open(`/apigateway/${suite.pets}?tab=try&route=GET%20/health`);
    await page.getByRole("button", { name: "Test without deploying" }).click();
    await page.getByText('"healthy": true', { exact: true }).waitFor();
    await page.getByText(/Method completed with status: 200/).waitFor();
    await screenshot(page, "console-apigateway-test");
  });

  it("takes any path for an HTTP API's $default route", async () => {
    const page = await lab.open(`/apigateway/${suite.shop}?tab=try`);
    await page.getByLabel("Path", { exact: true }).fill("/any/where");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("200", { exact: true }).waitFor();
    await page.getByText("x-color: red").waitFor();
    const [newest] = lab.cloud.cloud.trace.spans.filter(({ http }) => http?.path.endsWith("/any/where"));
    expect(newest?.http?.path).to.equal(`/_aws/execute-api/${suite.shop}/any/where`);
    await page.getByLabel("Path", { exact: true }).fill("/../../../_lab/place");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("The path leads out of the API.").waitFor();
  });

  it("says when nobody answers", async () => {
    const page = await lab.open(`/apigateway/${suite.pets}?tab=try&route=GET%20/health`);
    await page.getByRole("button", { name: "Send" }).waitFor();
    await page.route("**/_aws/execute-api/**", (route) => route.abort());
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText(/No answer .* Is the lab running/).waitFor();
  });

  it("talks to a WebSocket API", async () => {
    const page = await lab.open(`/apigateway/${suite.chat}?tab=try`);
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByText("Connected", { exact: true }).waitFor();
    await page.getByLabel("Message", { exact: true }).fill("hello");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText('"heard": "hello"').waitFor();
    await screenshot(page, "console-apigateway-messages");
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByText("The connection is closed: 1000").waitFor();
  });

  it("says that a connection was refused", async () => {
    const stage = { ApiId: suite.chat, StageName: "gone" };
    await suite.v2.send(new CreateStageCommand(stage));
    const page = await lab.open(`/apigateway/${suite.chat}?tab=try&stage=gone`);
    await page.getByText(`${suite.chat}/gone`).waitFor();
    await suite.v2.send(new DeleteStageCommand(stage));
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByText(/The connection was refused\. Browsers don't tell pages why/).waitFor();
    await page.getByText("Not connected").waitFor();
    await page.getByRole("tab", { name: "Requests" }).click();
    await page.getByRole("row", { name: /\$connect .*\/gone .*Forbidden/ }).waitFor();
  });

  it("shows the requests to an API as they come, and what happened in each", async () => {
    const page = await lab.open(`/apigateway/${suite.pets}?tab=requests`);
    await page.getByText("Requests", { exact: true }).first().waitFor();
    await fetch(`${lab.cloud.endpoint}/_aws/execute-api/${suite.pets}/prod/nowhere`);
    await fetch(`${lab.cloud.endpoint}/_aws/execute-api/${suite.shop}/elsewhere`);
    await page.getByRole("row", { name: /GET \/prod\/nowhere .*403/ }).waitFor();
    expect(await page.getByText("elsewhere").count()).to.equal(0);
    await screenshot(page, "console-apigateway-requests");
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("link", { name: "GET /prod/nowhere" }).click();
    await page.getByRole("heading", { name: "What happened" }).waitFor();
  });

  it("sends nothing to another cloud from the page, but says how to, and where its requests are to be found", async () => {
    const credentials = async () => lab.settings.credentials;
    const elsewhere = await serveConsole({ endpoint: lab.cloud.endpoint, region: "us-east-1", port: 0, credentials });
    try {
      const page = await lab.open("/");
      // What the console is signed with stands behind the address.
      await page.goto(elsewhere.url.replace("#", `apigateway/${suite.pets}?tab=try&route=GET%20/health#`));
      await page.getByText("A page may not call an API of another origin.").waitFor();
      await page.getByText(`https://${suite.pets}.execute-api.us-east-1.amazonaws.com/prod/health`).first().waitFor();
      expect(await page.getByRole("button", { name: "Send" }).count()).to.equal(0);
      await page.getByRole("button", { name: "Test without deploying" }).click();
      await page.getByText('"healthy": true', { exact: true }).waitFor();
      await page.getByRole("tab", { name: "Requests" }).click();
      await page.getByText("No stage has an access log").waitFor();
    } finally {
      await elsewhere.close();
    }
  });
});

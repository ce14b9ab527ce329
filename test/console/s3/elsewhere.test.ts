import { GetObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { type ConsoleServer, serveConsole } from "../../../lab/cli/console/server.ts";
import { useConsole } from "../opened.ts";
import { useS3 } from "./prepared.ts";

describe("The console's S3 pages of a cloud that has no console", function () {
  this.timeout(60_000);

  const lab = useConsole();
  const s3 = useS3(lab);
  let server: ConsoleServer;
  before(async () => {
    const { endpoint, region, credentials } = lab.settings;
    server = await serveConsole({ endpoint, region, port: 0, credentials: async () => credentials });
    await s3.bucket("elsewhere");
  });
  after(() => server?.close());

  it("upload and download, and make no links that only this console's server would take", async () => {
    const page = await lab.open("/");
    await page.goto(server.url.replace("/_lab/", "/_lab/s3/elsewhere"));
    await page.getByText("The bucket is empty").waitFor();
    const file = { name: "50% ü.txt", mimeType: "text/plain", buffer: Buffer.from("far away") };
    await page.locator('input[type="file"]').setInputFiles([file]);
    await page.getByRole("table").getByRole("link", { name: "50% ü.txt" }).click();
    await page.getByText("far away", { exact: true }).waitFor();
    const { Body, ContentType } = await s3.client.send(new GetObjectCommand({ Bucket: "elsewhere", Key: "50% ü.txt" }));
    expect([ContentType, await Body?.transformToString()]).to.deep.equal(["text/plain", "far away"]);
    const downloaded = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download" }).click();
    expect((await downloaded).suggestedFilename()).to.equal("50% ü.txt");
    expect((await (await (await downloaded).createReadStream()).toArray()).join("")).to.equal("far away");
    await page.getByRole("tab", { name: "Versions" }).waitFor();
    expect(await page.getByRole("tab", { name: "Presigned link" }).count()).to.equal(0);
  });
});

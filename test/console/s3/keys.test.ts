import { GetObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { withoutDotSegments } from "../../../lab/console/s3/client.ts";
import { useConsole } from "../opened.ts";
import { useS3 } from "./prepared.ts";

/** Keys that are easily taken for something else. */
const KEYS = [
  " two  spaces ",
  "100% + 1&2=3?#",
  "%2e%2e%2fencoded",
  "ünïcode-日本語-🖼",
  "/leading",
  "//two",
  "../up",
  "a/../../b",
  "a/./b",
  "ends/..",
  "back\\slash",
  "<img src=x onerror=document.title='run'>",
  "quote\"'`;",
  "line\nbreak",
  "control\u0001character",
];

describe("The console's keys", function () {
  this.timeout(60_000);

  const lab = useConsole();
  const s3 = useS3(lab);
  let page: Page;
  before(async () => {
    await s3.bucket("odd");
    for (const key of KEYS) await s3.put("odd", key, `body of ${JSON.stringify(key)}`, "text/plain");
    page = await lab.open("/s3");
  });
  const visit = (path: string) => page.goto(`${lab.cloud.endpoint}/_lab${path}`);

  for (const key of KEYS)
    it(`can be ${JSON.stringify(key)}`, async () => {
      const query = new URLSearchParams({ key });
      await visit(`/s3/odd/object?${query}`);
      await page.getByText(`body of ${JSON.stringify(key)}`, { exact: true }).waitFor();
      const downloaded = page.waitForEvent("download");
      await page.getByRole("button", { name: "Download" }).click();
      const stream = await (await downloaded).createReadStream();
      expect((await stream.toArray()).join("")).to.equal(`body of ${JSON.stringify(key)}`);
    });

  it("are reached through their folders, and shown as text", async () => {
    await visit("/s3/odd");
    await page.getByRole("link", { name: "<img src=x onerror=document.title='run'>" }).click();
    await page.getByText("body of", { exact: false }).first().waitFor();
    await visit("/s3/odd");
    const table = page.getByRole("table");
    for (const [name, folder] of [
      ["a/", "a/"],
      ["../", "a/../"],
      ["../", "a/../../"],
      ["b", ""],
    ] as const) {
      await table.getByRole("link", { name, exact: true }).click();
      await page.waitForURL((url) => (url.searchParams.get("prefix") ?? "") === folder);
    }
    await page.getByText('body of "a/../../b"').waitFor();
    expect(await page.title()).to.equal("b · Skylab");
  });

  it("are uploaded to, overwritten, deleted", async () => {
    await visit(`/s3/odd?${new URLSearchParams({ prefix: "../" })}`);
    const file = { name: "100% <i>.txt", mimeType: "text/plain", buffer: Buffer.from("up") };
    await page.locator('input[type="file"]').setInputFiles([file]);
    await page.getByRole("link", { name: "100% <i>.txt" }).waitFor();
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: "odd", Key: "../100% <i>.txt" }));
    expect(await Body?.transformToString()).to.equal("up");
    await page.getByRole("link", { name: "100% <i>.txt" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("Deleted ../100% <i>.txt").waitFor();
    expect(await s3.keys("odd", "../")).to.deep.equal(["../up"]);
  });

  for (const [path, sent] of [
    ["/bucket/a/b", "/bucket/a/b"],
    ["/bucket//a", "/bucket//a"],
    ["/bucket/a..b/c.", "/bucket/a..b/c."],
    ["/bucket/../a", "/bucket/..%2Fa"],
    ["/bucket/a/./b", "/bucket/a%2F.%2Fb"],
    ["/bucket", "/bucket"],
    ["/", "/"],
  ] as const)
    it(`have a browser send ${path} as ${sent}`, () => {
      expect(withoutDotSegments(path)).to.equal(sent);
      expect(new URL(sent, "http://host").pathname).to.equal(sent);
    });

  it("are never one dot, or two: no browser sends that", () => {
    expect(() => withoutDotSegments("/bucket/..")).to.throw("Browsers can't request an object whose key is ..");
  });
});

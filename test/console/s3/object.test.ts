import {
  BucketVersioningStatus,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { Jimp } from "jimp";
import type { Page } from "playwright-core";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";
import { useS3 } from "./prepared.ts";

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>document.title = "run"</script><rect width="40" height="30" fill="red"/></svg>`;

/** How wide the page's picture is, once it is there. */
async function widthOf(page: Page): Promise<unknown> {
  const picture = "document.querySelector('main img[alt]')";
  await page.evaluate(`${picture}.decode()`);
  return await page.evaluate(`${picture}.naturalWidth`);
}

describe("The console's page of an object", function () {
  this.timeout(60_000);

  const lab = useConsole();
  const s3 = useS3(lab);
  before(() => s3.bucket("things"));

  const visit = (key: string, more = "") => lab.open(`/s3/things/object?${new URLSearchParams({ key })}${more}`);

  it("shows pictures", async () => {
    const picture = new Jimp({ width: 320, height: 200, color: 0x3366ccff });
    await s3.put("things", "pictures/blue.png", await picture.getBuffer("image/png"), "image/png");
    const page = await visit("pictures/blue.png");
    const image = page.getByRole("img", { name: "pictures/blue.png" });
    await image.waitFor();
    expect(await widthOf(page)).to.equal(320);
    await screenshot(page, "console-s3-picture");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("shows SVG as a picture, in which nothing runs", async () => {
    await s3.put("things", "drawing.svg", SVG, "image/svg+xml");
    const page = await visit("drawing.svg");
    await page.getByRole("img", { name: "drawing.svg" }).waitFor();
    expect(await widthOf(page)).to.equal(40);
    expect(await page.title()).to.equal("drawing.svg · Skylab");
  });

  it("says so when what is called a picture is none", async () => {
    await s3.put("things", "false.png", "no picture", "image/png");
    const page = await visit("false.png");
    await page.getByText("This is not a picture, though it is called one (image/png).").waitFor();
  });

  it("shows text as it is, pages of HTML too", async () => {
    await s3.put("things", "page.html", "<h1>First</h1><script>document.title = 'run'</script>", "text/html");
    const page = await visit("page.html");
    await page.getByText("<h1>First</h1><script>").waitFor();
    expect(await page.title()).to.equal("page.html · Skylab");
    await screenshot(page, "console-s3-text");
  });

  it("lays JSON out", async () => {
    await s3.put("things", "data.json", '{"a":{"b":[1,2]}}', "application/json");
    const page = await visit("data.json");
    await page.getByText('"b": [', { exact: false }).waitFor();
    await screenshot(page, "console-s3-json");
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("says what it does not show", async () => {
    await s3.put("things", "binary", Buffer.from([0, 1, 2, 255]));
    await s3.put("things", "long.txt", "x".repeat(300_000), "text/plain");
    await s3.put("things", "empty.txt", "", "text/plain");
    await (await visit("binary")).getByText("It is neither a picture nor text").waitFor();
    await (await visit("long.txt")).getByText("293 KB of text/plain are not shown here: download it.").waitFor();
    await (await visit("empty.txt")).getByText("It is empty.").waitFor();
  });

  it("shows metadata and tags", async () => {
    await s3.client.send(
      new PutObjectCommand({
        Bucket: "things",
        Key: "described",
        Body: "x",
        CacheControl: "max-age=60",
        Metadata: { author: "ada" },
        Tagging: "team=blue",
      }),
    );
    const page = await visit("described", "&tab=metadata");
    await page.getByText("team").waitFor();
    for (const text of ["blue", "author", "ada", "max-age=60"]) await page.getByText(text, { exact: true }).waitFor();
    await screenshot(page, "console-s3-metadata");
  });

  it("makes links that anybody can follow until they expire", async () => {
    await s3.put("things", "shared & open.txt", "shared", "text/plain");
    const page = await visit("shared & open.txt", "&tab=link");
    await page.getByRole("button", { name: "Valid for" }).click();
    await page.getByRole("option", { name: "5 minutes" }).click();
    await page.getByRole("button", { name: "Make a link" }).click();
    const link = await page.getByText(/^http:.*X-Amz-Signature=/).textContent();
    expect(new URL(link ?? "").searchParams.get("X-Amz-Expires")).to.equal("300");
    expect(await (await fetch(link ?? "")).text()).to.equal("shared");
    expect((await fetch((link ?? "").replace("Expires=300", "Expires=301"))).status).to.equal(403);
    await screenshot(page, "console-s3-link");
    expect(await barriers(page)).to.deep.equal([]);
  });

  describe("where versions are kept", () => {
    const Bucket = "kept";
    const body = async (Key: string) => {
      const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
      return await Body?.transformToString();
    };
    const versions = async (Prefix: string) => await s3.client.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
    before(async () => {
      await s3.bucket(Bucket);
      const VersioningConfiguration = { Status: BucketVersioningStatus.Enabled };
      await s3.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    });

    it("shows them, restores one by copying, and deletes one", async () => {
      const Key = "ä b/no+te.txt";
      for (const text of ["first", "second"]) await s3.put(Bucket, Key, text, "text/plain");
      await s3.put(Bucket, `${Key}2`, "another", "text/plain");
      const first =
        (await versions(Key)).Versions?.find(({ IsLatest, Key: key }) => !IsLatest && key === Key)?.VersionId ?? "";
      const page = await lab.open(`/s3/${Bucket}/object?${new URLSearchParams({ key: Key, tab: "versions" })}`);
      await page.getByText("(2)").waitFor();
      await page.getByRole("link", { name: first }).click();
      await page.getByText("This is one of the object's versions.").waitFor();
      await page.getByText("first", { exact: true }).waitFor();
      await page.getByRole("tab", { name: "Versions" }).click();
      await page.getByRole("radio", { name: `Select ${first}` }).check();
      const downloaded = page.waitForEvent("download");
      await page.getByRole("main").getByRole("button", { name: "Download" }).last().click();
      expect((await (await (await downloaded).createReadStream()).toArray()).join("")).to.equal("first");
      await page.getByRole("button", { name: "Restore" }).click();
      await page.getByText("(3)").waitFor();
      expect(await body(Key)).to.equal("first");
      await screenshot(page, "console-s3-versions");
      expect(await barriers(page)).to.deep.equal([]);
      await page.getByRole("button", { name: "Delete version" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete version" }).click();
      await page.getByText("(2)").waitFor();
      const left = (await versions(Key)).Versions?.filter((version) => version.Key === Key);
      expect(left?.map(({ VersionId }) => VersionId)).not.to.include(first);
    });

    it("brings a deleted object back by deleting its delete marker", async () => {
      await s3.put(Bucket, "gone.txt", "back", "text/plain");
      const page = await lab.open(`/s3/${Bucket}/object?key=gone.txt`);
      await page.getByRole("button", { name: "Delete", exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("Its versions stay").waitFor();
      await dialog.getByRole("button", { name: "Delete", exact: true }).click();
      await page.getByText("Deleted gone.txt").waitFor();
      const marker = (await versions("gone.txt")).DeleteMarkers?.[0]?.VersionId ?? "";
      await page.goto(`${lab.cloud.endpoint}/_lab/s3/${Bucket}/object?key=gone.txt`);
      await page.getByText("Object not found").waitFor();
      await page.getByRole("row", { name: /Delete marker/ }).waitFor();
      await screenshot(page, "console-s3-marker");
      await page.getByRole("radio", { name: `Select ${marker}` }).check();
      await page.getByRole("button", { name: "Delete version" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete version" }).click();
      await page.getByText("back", { exact: true }).waitFor();
      expect(await body("gone.txt")).to.equal("back");
    });
  });
});

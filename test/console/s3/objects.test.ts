import { GetObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { useConsole } from "../opened.ts";
import { useS3 } from "./prepared.ts";

describe("The console's objects", function () {
  this.timeout(60_000);

  const lab = useConsole();
  const s3 = useS3(lab);

  it("are uploaded by a button, several at once", async () => {
    await s3.bucket("uploaded");
    const page = await lab.open("/s3/uploaded?prefix=in%2F");
    await page.getByText("The folder is empty").waitFor();
    const files = [
      { name: "one.txt", mimeType: "text/plain", buffer: Buffer.from("one") },
      { name: "two ü.bin", mimeType: "", buffer: Buffer.alloc(1_500_000, 7) },
    ];
    await page.locator('input[type="file"]').setInputFiles(files);
    const uploads = page.getByRole("region", { name: "Uploads" });
    await page.getByRole("link", { name: "two ü.bin" }).waitFor();
    await page.getByRole("link", { name: "one.txt" }).waitFor();
    expect(await uploads.getByText("Uploaded", { exact: true }).filter({ visible: true }).count()).to.equal(2);
    const one = await s3.client.send(new GetObjectCommand({ Bucket: "uploaded", Key: "in/one.txt" }));
    expect([one.ContentType, await one.Body?.transformToString()]).to.deep.equal(["text/plain", "one"]);
    const two = await s3.client.send(new HeadObjectCommand({ Bucket: "uploaded", Key: "in/two ü.bin" }));
    expect([two.ContentType, two.ContentLength]).to.deep.equal(["application/octet-stream", 1_500_000]);
    await screenshot(page, "console-s3-upload");
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("button", { name: "Clear" }).click();
    await uploads.waitFor({ state: "detached" });
  });

  it("are uploaded by dropping files", async () => {
    await s3.bucket("dropped");
    const page = await lab.open("/s3/dropped");
    await page.getByText("The bucket is empty").waitFor();
    const drag = (name: string, target: string) =>
      page.evaluate(`{
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["dropped"], "file.txt", { type: "text/plain" }));
        ${target}.dispatchEvent(new DragEvent("${name}", { dataTransfer, bubbles: true, cancelable: true }));
      }`);
    await drag("dragover", "document.body");
    const zone = page.getByText("Drop files here to upload them");
    await zone.waitFor();
    await drag(
      "drop",
      `document.evaluate("//*[text()='Drop files here to upload them']", document, null, 9).singleNodeValue`,
    );
    await page.getByRole("link", { name: "file.txt" }).waitFor();
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: "dropped", Key: "file.txt" }));
    expect(await Body?.transformToString()).to.equal("dropped");
  });

  it("tell why an upload failed", async () => {
    await s3.bucket("refusing");
    const page = await lab.open("/s3/refusing");
    await page.getByText("The bucket is empty").waitFor();
    await page.route("**/refusing/refused?**", (route) =>
      route.fulfill({ status: 403, body: "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>" }),
    );
    const file = { name: "refused", mimeType: "text/plain", buffer: Buffer.from("x") };
    await page.locator('input[type="file"]').setInputFiles([file]);
    await page.getByRole("region", { name: "Uploads" }).getByText("Access Denied").waitFor();
    expect(await s3.keys("refusing")).to.deep.equal([]);
  });

  it("are listed a page at a time, and found by how they begin", async () => {
    await s3.bucket("large");
    const keys = Array.from({ length: 450 }, (_, index) => `n${String(index).padStart(4, "0")}`);
    while (keys.length > 0) await Promise.all(keys.splice(-50).map((key) => s3.put("large", key, "x")));
    const page = await lab.open("/s3/large");
    const listed: string[] = [];
    page.on("request", (request) => listed.push(request.url()));
    await page.getByRole("link", { name: "n0000", exact: true }).waitFor();
    expect(await page.getByRole("link", { name: /^n\d{4}$/ }).count()).to.equal(200);
    await screenshot(page, "console-s3-large");
    await page.getByRole("button", { name: "Next page" }).click();
    await page.getByRole("link", { name: "n0200", exact: true }).waitFor();
    await page.getByRole("button", { name: "Next page" }).click();
    await page.getByRole("link", { name: "n0400", exact: true }).waitFor();
    await page.reload();
    await page.getByRole("link", { name: "n0400", exact: true }).waitFor();
    await page.getByRole("button", { name: "Previous page" }).click();
    await page.getByRole("link", { name: "n0399", exact: true }).waitFor();
    expect(listed.filter((url) => url.includes("list-type=2")).every((url) => url.includes("max-keys=200"))).to.equal(
      true,
    );

    const shared = await lab.open(new URL(page.url()).pathname.replace("/_lab", "") + new URL(page.url()).search);
    await shared.getByRole("link", { name: "n0200", exact: true }).waitFor();

    await page.getByLabel("Find by prefix").fill("n044");
    await page.getByText("(10)").waitFor();
    expect(new URL(page.url()).search).to.equal("?find=n044");
    expect(await page.getByRole("link", { name: /^n044\d$/ }).count()).to.equal(10);
  });

  it("are deleted as they are selected, and folders with all that is in them", async () => {
    await s3.bucket("tidied");
    for (const key of ["a/1", "a/b/2", "a/b/3", "ab", "gone", "kept"]) await s3.put("tidied", key, "x");
    const page = await lab.open("/s3/tidied");
    await page.getByRole("checkbox", { name: "Select a/" }).check();
    await page.getByRole("checkbox", { name: "Select gone" }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Delete" });
    await dialog.getByText("a/ and everything in it").waitFor();
    expect(await barriers(page)).to.deep.equal([]);
    await screenshot(page, "console-s3-delete");
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("Deleted the selection").waitFor();
    expect(await s3.keys("tidied")).to.deep.equal(["ab", "kept"]);
    await page.getByRole("link", { name: "gone" }).waitFor({ state: "detached" });
  });

  it("are in folders, which are created", async () => {
    await s3.bucket("folders");
    const page = await lab.open("/s3/folders");
    await page.getByRole("button", { name: "Create folder" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("new <b>");
    await page.getByRole("dialog").getByRole("button", { name: "Create folder" }).click();
    await page.getByRole("link", { name: "new <b>/" }).click();
    await page.getByRole("heading", { name: "new <b>/" }).waitFor();
    await page.getByText("(the folder itself)").waitFor();
    expect(await s3.keys("folders")).to.deep.equal(["new <b>/"]);
    await page.getByRole("tab", { name: "Properties" }).click();
    await page.getByRole("tab", { name: "Objects" }).click();
    await page.getByText("(the folder itself)").waitFor();
  });
});

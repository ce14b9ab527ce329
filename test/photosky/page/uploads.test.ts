import { expect } from "chai";
import { Jimp } from "jimp";
import { barriers, screenshot } from "../../browser.ts";
import { choose, useAlbumPage } from "./album-page.ts";
import { landscape } from "./landscape.ts";

describe("PhotoSky's page, given pictures", function () {
  this.timeout(300_000);

  const album = useAlbumPage({ args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] });
  const jpeg = async (name: string, number = 0) => ({
    name,
    mimeType: "image/jpeg",
    buffer: await landscape(number, 300, 200),
  });

  it("uploads several at once, each with its own progress, and shows them", async () => {
    const page = await album.open();
    await page.getByRole("heading", { name: "Your album is waiting for its first picture" }).waitFor();
    await screenshot(page, "photosky-empty");
    expect(await barriers(page)).to.deep.equal([]);
    // S3 answers when the bars have been seen.
    let answer = () => {};
    const seen = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(/.*/, async (route) => {
      if (route.request().method() === "POST" && !route.request().url().endsWith("/get-presigned-url")) await seen;
      await route.continue();
    });
    await choose(page, await Promise.all(["One.jpg", "Two.jpg", "Three.jpg"].map(jpeg)));
    for (const name of ["One.jpg", "Two.jpg", "Three.jpg"])
      await page.getByRole("progressbar", { name: `Upload of ${name}` }).waitFor();
    await screenshot(page, "photosky-uploading");
    expect(await barriers(page)).to.deep.equal([]);
    expect(await page.locator(".uploads li > .icon").count(), "no tick before").to.equal(0);
    answer();
    await page.getByRole("heading", { name: "3 uploaded" }).waitFor();
    for (const name of ["One.jpg", "Two.jpg", "Three.jpg"])
      expect(await page.getByRole("progressbar", { name: `Upload of ${name}` }).getAttribute("value")).to.equal("1");
    expect(await page.locator(".uploads li.done > .icon").count(), "a tick for each").to.equal(3);
    await screenshot(page, "photosky-uploaded");
    await page.getByText("3 pictures were added.").waitFor();
    await page.getByRole("region", { name: "Uploads" }).waitFor({ state: "hidden" });
    for (const name of ["One.jpg", "Two.jpg", "Three.jpg"])
      await page.locator(`li.shown:has([aria-label="Open ${name}"])`).waitFor();
    expect(await album.app.names()).to.have.members(["One.jpg", "Two.jpg", "Three.jpg"]);
    await page.unrouteAll({ behavior: "ignoreErrors" });
  });

  it("keeps both when a name is taken", async () => {
    await album.app.upload("Same.jpg", "image/jpeg", await landscape(1, 300, 200));
    const page = await album.open();
    await page.getByRole("button", { name: "Open Same.jpg" }).waitFor();
    await choose(page, [await jpeg("Same.jpg")]);
    await page.getByRole("button", { name: "Open Same (2).jpg" }).waitFor();
    expect(await album.app.names()).to.have.members(["Same.jpg", "Same (2).jpg"]);
  });

  it("takes what is dropped", async () => {
    const page = await album.open();
    const { buffer } = await jpeg("Dropped.jpg");
    const bytes = buffer.toString("base64");
    const files = await page.evaluateHandle(`(() => {
      const bytes = Uint8Array.from(atob("${bytes}"), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "Dropped.jpg", { type: "image/jpeg" }));
      return data;
    })()`);
    await page.dispatchEvent("body", "dragover", { dataTransfer: files });
    await page.getByText("Drop to add to your album").waitFor();
    await page.dispatchEvent("body", "drop", { dataTransfer: files });
    await page.getByRole("button", { name: "Open Dropped.jpg" }).waitFor();
    await page.getByText("1 picture was added.").waitFor();
    expect(await album.app.names()).to.deep.equal(["Dropped.jpg"]);
  });

  it("says what is too large, or no picture, and uploads the others", async () => {
    const page = await album.open();
    await choose(page, [
      { name: "Large.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(10 * 1024 * 1024 + 1) },
      { name: "Notes.txt", mimeType: "text/plain", buffer: Buffer.from("hello") },
      { name: "Broken.png", mimeType: "image/png", buffer: Buffer.from("not a picture") },
      await jpeg("Fine.jpg"),
    ]);
    await page.getByText("It is larger than 10 MB.").waitFor();
    await page.getByText("It is not a picture.").waitFor();
    await page.getByText("It is not a picture this browser can show.").waitFor();
    await page.getByRole("button", { name: "Open Fine.jpg" }).waitFor();
    await screenshot(page, "photosky-failed");
    expect(await barriers(page)).to.deep.equal([]);
    expect(await album.app.names()).to.deep.equal(["Fine.jpg"]);
  });

  it("uploads again, when that is asked for, what had no connection", async () => {
    const page = await album.open();
    await page.getByRole("heading", { name: "Your album is waiting for its first picture" }).waitFor();
    await page.route("**/get-presigned-url", (route) => route.abort());
    await choose(page, [await jpeg("Patient.jpg")]);
    await page.getByText("There is no connection.").waitFor();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.getByRole("button", { name: "Try to upload Patient.jpg again" }).click();
    await page.getByRole("button", { name: "Open Patient.jpg" }).waitFor();
    expect(await album.app.names()).to.deep.equal(["Patient.jpg"]);
  });

  it("takes a photo where there is a camera", async () => {
    const page = await album.open({ permissions: ["camera"] });
    await page.getByRole("button", { name: "Take a photo" }).first().click();
    await page.getByRole("button", { name: "Take the photo" }).click();
    await page.getByAltText("Your snapshot").waitFor();
    await screenshot(page, "photosky-camera");
    expect(await barriers(page)).to.deep.equal([]);
    await page.getByRole("button", { name: "Use this photo" }).click();
    await page.getByRole("button", { name: /^Open Photo \d{4}-\d\d-\d\d at/ }).waitFor();
    const [name = ""] = await album.app.names();
    const { bytes } = await album.app.picture(name);
    const photo = await Jimp.fromBuffer(bytes);
    const colors = new Set(
      [...photo.scanIterator(0, 0, photo.width, photo.height)].map(({ idx }) => photo.bitmap.data[idx]),
    );
    expect(colors.size, "what the camera saw, not a black frame").to.be.above(1);
  });
});

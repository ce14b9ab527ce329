import { expect } from "chai";
import { barriers, screenshot } from "../../browser.ts";
import { until } from "../../cloud/until.ts";
import { useAlbumPage } from "./album-page.ts";
import { landscape } from "./landscape.ts";

describe("PhotoSky's page, with pictures", function () {
  // The first suite to ask for the application waits for its deployment.
  this.timeout(300_000);

  // Otherwise Chromium without a screen hides its scrollbars.
  const album = useAlbumPage({ ignoreDefaultArgs: ["--hide-scrollbars"] });
  // S3 tells the time in whole seconds. Those of one second are sorted by name, so both orders are the same.
  const names = ["Lake.jpg", "Hills.jpg", "Harbour.jpg"];
  let pictures: Buffer[];
  before(async () => {
    pictures = await Promise.all(names.map((_, number) => landscape(number, 300, 200)));
  });
  const fill = async () => {
    for (const [number, name] of names.entries())
      await album.app.upload(name, "image/jpeg", pictures[number] as Buffer);
  };

  it("shows them as previews, without barriers, on a phone and on a desktop, light and dark", async () => {
    await fill();
    for (const [width, height, colorScheme] of [
      [1280, 800, "light"],
      [390, 844, "dark"],
    ] as const) {
      const page = await album.open({ viewport: { width, height }, colorScheme });
      for (const name of names) await page.locator(`li.shown:has([aria-label="Open ${name}"])`).waitFor();
      expect(await page.locator(".summary").innerText()).to.contain("3 pictures");
      await screenshot(page, `photosky-gallery-${width}-${colorScheme}`);
      expect(await barriers(page)).to.deep.equal([]);
      const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect(wide, "nothing to scroll sideways").to.be.at.most(0);
      const add = await page.getByRole("button", { name: "Add pictures" }).boundingBox();
      if (width === 390) expect(add?.y, "where the thumb is").to.be.above(height / 2);
      await page.close();
    }
  });

  it("opens one in a viewer, leafs by arrow keys, and leaves by Escape", async () => {
    await fill();
    const page = await album.open();
    // The newest comes first.
    await page.getByRole("button", { name: "Open Harbour.jpg" }).click();
    const viewer = page.getByRole("dialog", { name: "Harbour.jpg" });
    await viewer.locator("img.loaded").waitFor();
    await page.getByText("300 × 200").waitFor();
    await screenshot(page, "photosky-viewer");
    const newer = await page.getByRole("button", { name: "Newer picture" }).boundingBox();
    const older = await page.getByRole("button", { name: "Older picture" }).boundingBox();
    expect(newer?.x).to.be.below(100);
    expect(older?.x).to.be.above(1100);
    expect(await barriers(page)).to.deep.equal([]);
    await page.keyboard.press("ArrowRight");
    await page.getByRole("dialog", { name: "Hills.jpg" }).waitFor();
    await page.keyboard.press("ArrowLeft");
    await viewer.waitFor();
    await page.keyboard.press("Escape");
    await viewer.waitFor({ state: "detached" });
    const focused = () => page.evaluate("document.activeElement?.dataset.picture");
    await page.waitForFunction("document.activeElement?.dataset.picture === 'Harbour.jpg'");
    await page.keyboard.press("ArrowRight");
    expect(await focused()).to.equal("Hills.jpg");
  });

  it("opens the picture that its address names", async () => {
    await fill();
    const page = await album.open();
    await page.getByRole("button", { name: "Open Hills.jpg" }).click();
    await page.getByRole("dialog", { name: "Hills.jpg" }).waitFor();
    await page.reload();
    await page.getByRole("dialog", { name: "Hills.jpg" }).waitFor();
  });

  it("deletes one at once, and not while it can be undone", async () => {
    await fill();
    const page = await album.open();
    await page.getByRole("button", { name: "Delete Hills.jpg" }).click();
    await page.getByRole("button", { name: "Open Hills.jpg" }).waitFor({ state: "detached" });
    await page.getByText("Hills.jpg was deleted.").waitFor();
    await screenshot(page, "photosky-undo");
    expect(await barriers(page)).to.deep.equal([]);
    expect(await album.app.names()).to.include("Hills.jpg");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Open Hills.jpg" }).waitFor();
    expect(await album.app.names()).to.have.members(names);
  });

  it("deletes it for good when the time to undo is over, or the page is left", async () => {
    await fill();
    const page = await album.open();
    for (const name of ["Hills.jpg", "Lake.jpg"]) {
      await page.getByRole("button", { name: `Delete ${name}` }).click();
      const deleted = page.waitForResponse((answer) => answer.request().method() === "DELETE");
      if (name === "Hills.jpg") {
        await page.getByRole("button", { name: "Close this notice" }).first().click();
        await deleted;
      } else {
        void deleted.catch(() => undefined);
        await page.goto("about:blank");
      }
    }
    // A request that outlives its page is nobody's to wait for.
    await until(async () => (await album.app.names()).length <= 1);
    expect(await album.app.names()).to.deep.equal(["Harbour.jpg"]);
  });

  it("deletes all of them, which can be undone as well", async () => {
    await fill();
    const page = await album.open();
    await page.getByRole("button", { name: "Delete all" }).click();
    await page.getByText("3 pictures were deleted.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Open Hills.jpg" }).waitFor();
    await page.getByRole("button", { name: "Delete all" }).click();
    await page.getByRole("heading", { name: "Your album is waiting for its first picture" }).waitFor();
    await page.getByRole("button", { name: "Close this notice" }).click();
    await until(async () => (await album.app.names()).length === 0);
  });

  it("stays where it is when a picture is opened, and its scrollbar goes", async () => {
    await fill();
    const page = await album.open({ viewport: { width: 900, height: 300 } });
    const tile = page.locator('li.shown:has([aria-label="Open Lake.jpg"])');
    const sideways = async () => {
      const { x, width } = (await tile.boundingBox()) ?? { x: 0, width: 0 };
      return { x, width };
    };
    const before = await sideways();
    expect(await page.evaluate("innerWidth - document.documentElement.clientWidth"), "a scrollbar").to.be.above(0);
    await page.getByRole("button", { name: "Open Lake.jpg" }).click();
    await page.getByRole("dialog", { name: "Lake.jpg" }).locator("img.loaded").waitFor();
    expect(await sideways()).to.deep.equal(before);
    await screenshot(page, "photosky-viewer-scrollbar");
  });

  it("has the browser show what the application makes no preview of, and does not ask for one again", async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><rect width="90" height="60" fill="teal"/></svg>';
    await album.app.upload("Drawn.svg", "image/svg+xml", Buffer.from(svg));
    const page = await album.open();
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("Drawn.svg?preview=true")) asked.push(request.url());
    });
    await page.locator('li.shown:has([aria-label="Open Drawn.svg"])').waitFor();
    asked.length = 0;
    await page.reload();
    await page.locator('li.shown:has([aria-label="Open Drawn.svg"])').waitFor();
    expect(asked).to.deep.equal([]);
  });

  it("says once, and how often, what it has to say twice", async () => {
    await fill();
    const page = await album.open({ permissions: ["clipboard-read", "clipboard-write"] });
    await page.getByRole("button", { name: "Open Hills.jpg" }).click();
    for (let time = 0; time < 2; time++)
      await page.getByRole("button", { name: "Copy the link to this picture" }).click();
    await page.getByText("Link copied. × 2").waitFor();
    expect(await page.getByText("Link copied.").count()).to.equal(1);
  });

  it("shows a name as it is, whatever is in it", async () => {
    const odd = '<img src=x onerror="document.title=1">.jpg';
    await album.app.upload(odd, "image/jpeg", pictures[0] as Buffer);
    const page = await album.open();
    await page.getByRole("button", { name: `Open ${odd}` }).click();
    await page.getByRole("dialog").locator("strong", { hasText: odd }).waitFor();
    expect(await page.title()).to.equal("PhotoSky");
  });

  it("says that a file is no picture where its preview would be", async () => {
    await album.app.upload("broken.png", "image/png", Buffer.from("not a picture"));
    const page = await album.open();
    await page.locator('li.unreadable:has([aria-label="Open broken.png"])').waitFor();
  });
});

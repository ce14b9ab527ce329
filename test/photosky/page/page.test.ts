import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { barriers } from "../../browser.ts";
import { useAlbumPage } from "./album-page.ts";

describe("PhotoSky's page", function () {
  this.timeout(300_000);

  const album = useAlbumPage();
  const theme = "document.documentElement.dataset.theme";
  const paper = "getComputedStyle(document.documentElement).backgroundColor";

  it("has one script, of less than 40 KB when it is compressed", async () => {
    const html = await (await album.app.fetch("/")).text();
    const scripts = [...html.matchAll(/<script src="([^"]+)"/g)].map(([, src]) => src);
    expect(scripts).to.have.length(1);
    const script = await album.app.fetch(`/${scripts[0]}`);
    expect(script.headers.get("content-type")).to.equal("text/javascript; charset=utf-8");
    expect(gzipSync(await script.text()).length).to.be.below(40 * 1024);
  });

  it("allows no script but its own", async () => {
    const { headers } = await album.app.fetch("/");
    expect(headers.get("content-security-policy"))
      .to.contain("default-src 'none'")
      .and.contain("script-src 'self';")
      .and.contain("frame-ancestors 'none'");
  });

  it("works without a slash at the end of its stage's address, too", async () => {
    const page = await album.open({ path: "" });
    await page.getByRole("heading", { name: "Your album is waiting for its first picture" }).waitFor();
  });

  it("has the theme that was chosen, on the next visit as well, and the system's until then", async () => {
    const page = await album.open({ colorScheme: "dark" });
    await page.getByRole("heading", { name: "PhotoSky" }).waitFor();
    const dark = await page.evaluate(paper);
    await page.emulateMedia({ colorScheme: "light" });
    const light = await page.evaluate(paper);
    expect(dark).to.not.equal(light);
    await page.getByTitle("Dark theme").click();
    expect([await page.evaluate(theme), await page.evaluate(paper)]).to.deep.equal(["dark", dark]);
    await page.reload();
    await page.getByRole("heading", { name: "PhotoSky" }).waitFor();
    expect([await page.evaluate(theme), await page.evaluate(paper)]).to.deep.equal(["dark", dark]);
    expect(await barriers(page)).to.deep.equal([]);
  });

  it("says that there is no connection, and tries again when that is asked for", async () => {
    const page = await album.open();
    await page.route("**/list-images", (route) => route.abort());
    await page.reload();
    await page.getByRole("alert").getByText("There is no connection to the album.").waitFor();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "Your album is waiting for its first picture" }).waitFor();
  });
});

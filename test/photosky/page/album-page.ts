import type { BrowserContextOptions, LaunchOptions, Page } from "playwright-core";
import { useBrowser } from "../../browser.ts";
import { needs } from "../../deployed.ts";
import { Application, applicationUrl } from "../application.ts";

/** PhotoSky's page in a browser, over an album that every test finds empty. */
export interface AlbumPage {
  readonly app: Application;
  open(options?: BrowserContextOptions & { readonly path?: string }): Promise<Page>;
}

/** A file as a person chooses it. */
export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function useAlbumPage(launch?: LaunchOptions): AlbumPage {
  const browser = useBrowser(launch);
  let app: Application;
  before(async function () {
    // It would empty the album of somebody who uses it.
    await needs(this, "disposable");
    app = new Application(await applicationUrl());
  });
  const empty = async () => {
    for (const name of await app.names()) await app.remove(name);
  };
  beforeEach(empty);
  after(() => (app ? empty() : undefined));
  return {
    get app() {
      return app;
    },
    open: ({ path = "/", ...options } = {}) => browser.open(app.url + path, options),
  };
}

/** Gives files to the page as its button does. */
export async function choose(page: Page, files: readonly ChosenFile[]): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Add pictures" }).first().click();
  await (await choosing).setFiles([...files]);
}

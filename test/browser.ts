import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Result } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type LaunchOptions, type Page } from "playwright-core";

const axe: string = createRequire(import.meta.url)("axe-core").source;

/** Where screenshots go; nothing in it is in git. */
const OUTPUT = fileURLToPath(new URL("./output/", import.meta.url));

/** The names under which Chromium, and what is made of it, is found on the PATH. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/** A browser for a suite's tests. */
export interface TestBrowser {
  /** Opens a page in a profile of its own, with nothing remembered. What is thrown in it, and not caught, fails the test. */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
}

/**
 * Starts an installed Chromium (the environment's CHROMIUM, one on the PATH, or Chrome or Edge where they usually are) before
 * a suite, and ends it afterwards. Without one the suite is skipped, and says so.
 */
export function useBrowser(options: LaunchOptions = {}): TestBrowser {
  let browser: Browser;
  const thrown: Error[] = [];
  before(async function () {
    this.timeout(60_000);
    const launched = await launch(options);
    if (launched) browser = launched;
    else {
      console.log("    skipped: no Chromium, Chrome or Edge is here; install one, or name it in CHROMIUM");
      this.skip();
    }
  });
  afterEach(() => {
    const [error] = thrown.splice(0);
    if (error) throw error;
  });
  after(() => browser?.close());
  return {
    async open(url, context) {
      const page = await browser.newPage({ reducedMotion: "reduce", ...context });
      page.on("pageerror", (error) => thrown.push(error));
      await page.goto(url);
      return page;
    },
  };
}

/** Undefined where there is no browser to launch. One that is named, or found, and does not start is an error. */
async function launch(options: LaunchOptions): Promise<Browser | undefined> {
  const executablePath = process.env.CHROMIUM || onPath();
  if (executablePath) return await chromium.launch({ ...options, executablePath });
  for (const channel of ["chrome", "msedge"]) {
    try {
      return await chromium.launch({ ...options, channel });
    } catch (error) {
      if (!/is not found at/.test(String(error))) throw error;
    }
  }
  return undefined;
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Keeps what a page looks like in test/output, for a person to look at: as much of it as fits a window. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(OUTPUT, `${name}.png`) });
}

/** What axe finds wrong with a page for people who use a keyboard or a screen reader: the serious and the critical, in a line each. */
export async function barriers(page: Page): Promise<string[]> {
  // The page's own policy would forbid a script that is added to it; evaluated from outside, it runs.
  await page.evaluate(axe);
  const violations: Result[] = await page.evaluate("axe.run().then(({ violations }) => violations)");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`);
}

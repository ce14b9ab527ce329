import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Result } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type LaunchOptions, type Page } from "playwright-core";
import { atEnd } from "./deployed.ts";

const axe: string = createRequire(import.meta.url)("axe-core").source;

/** Where screenshots go; nothing in it is in git. */
const OUTPUT = fileURLToPath(new URL("./output/", import.meta.url));

/** The names under which Chromium, and what is made of it, is found on the PATH. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/** The size of a page's window. */
const VIEWPORT = { width: 1280, height: 720 };

/** A browser for a suite's tests. */
export interface TestBrowser {
  /**
   * Opens a page with nothing remembered, and closes it after the test, or after the suite when it was opened before the tests.
   * What is thrown in it, and not caught, fails the test.
   */
  open(url: string, options?: BrowserContextOptions): Promise<Page>;
}

/**
 * Finds an installed Chromium (the environment's CHROMIUM, one on the PATH, or Chrome or Edge where they usually are) before a
 * suite. Without one the suite is skipped, and says so. Suites that ask for nothing special share the one of their process; one
 * that is launched with options ends with its suite.
 */
export function useBrowser(options?: LaunchOptions): TestBrowser {
  let browser: Browser;
  let tab: Tab;
  const opened: Page[] = [];
  const kept: Page[] = [];
  const thrown: Error[] = [];
  let isTest = false;
  before(async function () {
    this.timeout(60_000);
    const launched = options ? await launch(options) : await sharedBrowser();
    if (launched) {
      browser = launched;
      tab = options ? new Tab(browser) : tabOf(browser);
    } else {
      console.log("    skipped: no Chromium, Chrome or Edge is here; install one, or name it in CHROMIUM");
      this.skip();
    }
  });
  beforeEach(() => {
    isTest = true;
  });
  afterEach(async () => {
    isTest = false;
    const [error] = thrown.splice(0);
    await Promise.all([tab?.empty(), ...opened.splice(0).map((page) => page.close())]);
    if (error) throw error;
  });
  after(async () => {
    if (options) await browser?.close();
    else await Promise.all(kept.map((page) => page.close()));
  });
  return {
    async open(url, options = {}) {
      let page = isTest ? await tab.take(url, options) : undefined;
      if (!page) {
        page = await browser.newPage({ reducedMotion: "reduce", ...options });
        (isTest ? opened : kept).push(page);
      }
      page.on("pageerror", (error) => thrown.push(error));
      await page.goto(url);
      return page;
    },
  };
}

let shared: Promise<Browser | undefined> | undefined;
let sharedTab: Tab | undefined;

/**
 * The browser of this process. It ends with the run; where mocha runs files side by side, with the process: Playwright kills it
 * when that exits, and it ends by itself when nobody is there any more to tell it what to do.
 */
async function sharedBrowser(): Promise<Browser | undefined> {
  if (!(await shared)?.isConnected()) {
    shared = launch({});
    atEnd(async () => await (await shared)?.close());
  }
  return await shared;
}

function tabOf(browser: Browser): Tab {
  if (sharedTab?.browser !== browser) sharedTab = new Tab(browser);
  return sharedTab;
}

/**
 * A page that tests use one after another, those of other suites as well: a browser reads and compiles what an application loads once for it,
 * and anew for every other page. Between the tests it forgets everything.
 */
class Tab {
  readonly browser: Browser;
  #page: Page | undefined;
  #isTaken = false;
  #origin = "";

  constructor(browser: Browser) {
    this.browser = browser;
  }

  /** Undefined when a test has it already, or asks for what a page can only be made with. */
  async take(url: string, options: BrowserContextOptions): Promise<Page | undefined> {
    const { viewport = VIEWPORT, colorScheme = "light", ...others } = options;
    if (this.#isTaken || !viewport || Object.keys(others).length > 0) return undefined;
    this.#isTaken = true;
    this.#origin = new URL(url).origin;
    if (!this.#page || this.#page.isClosed()) this.#page = await this.browser.newPage({ reducedMotion: "reduce" });
    await this.#page.setViewportSize(viewport);
    await this.#page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    return this.#page;
  }

  async empty(): Promise<void> {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    const page = this.#page;
    if (!page || page.isClosed()) return;
    // What another origin remembers can't be reached from here.
    if (new URL(page.url()).origin !== this.#origin) return await page.close();
    try {
      page.removeAllListeners();
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await page.evaluate("localStorage.clear(); sessionStorage.clear()");
      await page.context().clearCookies();
      await page.goto("about:blank");
    } catch {
      // It shows what has no storage, or is on its way to another page.
      await page.close();
    }
  }
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

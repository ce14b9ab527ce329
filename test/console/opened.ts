import type { BrowserContextOptions, Page } from "playwright-core";
import { type CloudOptions, type RunningCloud, startCloud } from "../../lab/cloud/index.ts";
import { type TestBrowser, useBrowser } from "../browser.ts";

/** A cloud of a suite's own, and a browser that opens pages of its console. */
export interface OpenedConsole {
  readonly cloud: RunningCloud;
  /** How SDK clients reach the cloud, as the root of its first account. */
  readonly settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Opens a page by its path within the console, such as `/s3/photos`. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Starts a cloud and a browser before a suite, and ends both afterwards. Without a browser the suite is skipped. */
export function useConsole(options: CloudOptions = {}): OpenedConsole {
  const browser: TestBrowser = useBrowser();
  let cloud: RunningCloud;
  before(async () => {
    cloud = await startCloud({ port: 0, ...options });
  });
  after(() => cloud?.close());
  return {
    get cloud() {
      return cloud;
    },
    get settings() {
      const credentials = { accessKeyId: "test", secretAccessKey: "test" };
      return { endpoint: cloud.endpoint, region: "us-east-1", credentials };
    },
    open: (path, context) => browser.open(`${cloud.endpoint}/_lab${path}`, context),
  };
}

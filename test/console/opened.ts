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
    cloud = await startWhereLast(options);
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

let lastPort = 0;

/**
 * Starts a cloud at the port that the last console of this process had: a browser keeps what it compiled of the console's script
 * by its address. Somewhere else when another has that port by now.
 */
async function startWhereLast(options: CloudOptions): Promise<RunningCloud> {
  const cloud = await startCloud({ ...options, port: lastPort }).catch((error) => {
    if (lastPort === 0) throw error;
    return startCloud({ ...options, port: 0 });
  });
  lastPort = Number(new URL(cloud.endpoint).port);
  return cloud;
}

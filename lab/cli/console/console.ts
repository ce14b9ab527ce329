import open from "open";
import { isLab } from "../lab-api.ts";
import { stopRequested } from "../stop.ts";
import { serveConsole } from "./server.ts";

/** What `lab console` is told. */
export interface ConsoleOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly port: number;
  /** Look at Amazon Web Services itself, with the credentials of the environment. */
  readonly aws?: boolean;
  /** Whether a browser is opened. */
  readonly open: boolean;
}

/**
 * `lab console`: opens the web console. A running lab serves its own; for LocalStack and AWS this command serves it, until
 * Ctrl-C, and passes the page's calls on.
 */
export async function openConsole({ endpoint, region, port, aws, open: opens }: ConsoleOptions): Promise<void> {
  if (!aws && (await isLab(endpoint))) return await show(String(new URL("/_lab/", endpoint)), opens);
  const stopping = stopRequested();
  const server = await serveConsole({
    port,
    region,
    ...(aws ? {} : { endpoint }),
    credentials: await credentialsFor(aws),
  });
  await show(server.url, opens);
  console.log("Ctrl-C stops it.");
  await stopping;
  await server.close();
}

/** Credentials of a real account are used for AWS alone. */
async function credentialsFor(aws = false) {
  if (!aws) return async () => ({ accessKeyId: "test", secretAccessKey: "test" });
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  return defaultProvider();
}

async function show(url: string, opens: boolean): Promise<void> {
  console.log(`  Console  ${url}`);
  // Where there is no browser to open, the address is what one needs.
  if (opens) await open(url).catch(() => undefined);
}

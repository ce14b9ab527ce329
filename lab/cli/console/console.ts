import { isLab } from "../lab-api.ts";
import { openInBrowser } from "../open.ts";
import { type Printed, print } from "../output.ts";
import { stopRequested } from "../stop.ts";
import { serveConsole } from "./server.ts";

/** What `lab console` is told. */
export interface ConsoleOptions extends Printed {
  readonly endpoint: string;
  /** The account that is looked at first, where the lab asks for no key. */
  readonly account?: string;
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
export async function openConsole(options: ConsoleOptions): Promise<void> {
  const { endpoint, region, port, aws, account } = options;
  if (!aws && (await isLab(endpoint))) return await show(addressOf({ endpoint, region, account }), options);
  const stopping = stopRequested();
  const server = await serveConsole({
    port,
    region,
    ...(aws ? {} : { endpoint }),
    credentials: await credentialsFor(aws),
  });
  await show(server.url, options);
  if (!options.json) console.log("Ctrl-C stops it.");
  await stopping;
  await server.close();
}

/** Credentials of a real account are used for AWS alone. */
async function credentialsFor(aws = false) {
  if (!aws) return async () => ({ accessKeyId: "test", secretAccessKey: "test" });
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  return defaultProvider();
}

/** Account and region stand in the console's addresses; those that it begins with anyway are left out. */
function addressOf({ endpoint, region, account }: Pick<ConsoleOptions, "endpoint" | "region" | "account">): string {
  const url = new URL("/_lab/", endpoint);
  if (account) url.searchParams.set("account", account);
  if (region !== "us-east-1") url.searchParams.set("region", region);
  return String(url);
}

async function show(url: string, { open: opens, ...printed }: ConsoleOptions): Promise<void> {
  print(printed, { url }, () => `  Console  ${url}`);
  if (opens) await openInBrowser(url);
}

import { join, relative } from "node:path";
import { ROOT_FILE } from "../cloud/auth/root-file.ts";
import { LiveReload } from "../live/reload.ts";
import { liveFunctions } from "../live/sources.ts";
import { packageFolder } from "../package.ts";
import { clientSettings } from "../targets/client-settings.ts";
import { targetNamed } from "../targets/index.ts";
import { checkPhotosky } from "../targets/packages.ts";
import { stackName } from "../targets/photosky.ts";
import type { RunningTarget } from "../targets/target.ts";
import { deployPhotosky } from "./deploy.ts";
import { print } from "./output.ts";
import type { TargetPlace } from "./place.ts";
import { INTERRUPTED, stopRequested } from "./stop.ts";
import { surviveErrors } from "./unhandled.ts";

/** `lab up`: a target with the sample application in it, until Ctrl-C. */
export async function up({
  target,
  state,
  endpoint,
  watch,
  ...place
}: TargetPlace & { watch?: boolean }): Promise<void> {
  checkPhotosky();
  const abort = new AbortController();
  const stopping = stopRequested().then(() => abort.abort());
  const { start } = await targetNamed(target);
  const log = (line: string) => console.error(line);
  const lab = await start({
    ...place,
    state,
    ...(endpoint ? { endpoint } : {}),
    log,
  });
  surviveErrors(log);
  try {
    const url = await deployPhotosky(lab, { signal: abort.signal, ...(place.json && { plain: true }) });
    const folder = target === "embedded" ? relative("", state) || state : undefined;
    const hasConsole = target === "embedded" || target === "container";
    const { endpoint: running, credentials } = lab;
    const console = running && hasConsole ? `${running}/_lab/` : undefined;
    print(place, { url, endpoint: running, console, state: folder }, () =>
      summary({ endpoint: running, credentials, url, folder, console }),
    );
    const live = watch && lab.endpoint ? await reloadOnSave(lab) : [];
    if (lab.endpoint) await stopping;
    for (const reload of live) await reload.close();
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    process.exitCode = INTERRUPTED;
  } finally {
    await lab.close();
  }
}

/** Runs what is saved of the functions' sources. */
async function reloadOnSave({ endpoint = "", credentials }: RunningTarget): Promise<LiveReload[]> {
  const settings = clientSettings({ endpoint, region: "us-east-1" }, credentials);
  const live: LiveReload[] = [];
  for (const fn of await liveFunctions(stackName(), packageFolder, settings)) {
    const reload = new LiveReload(fn, { settings, log: (line) => console.error(line) });
    await reload.start();
    live.push(reload);
    console.log(`  Watching  ${relative("", fn.source)}`);
  }
  return live;
}

/** What a person who started a target is told. */
interface Summary {
  /** Absent on AWS. */
  readonly endpoint: string | undefined;
  readonly credentials: RunningTarget["credentials"];
  readonly url: string;
  /** Where the state is kept, when it is. */
  readonly folder: string | undefined;
  /** The console's URL, where there is one. */
  readonly console: string | undefined;
}

/** How any tool is pointed at a lab whose well-known keys are on. */
const wellKnown = (endpoint: string) => `export AWS_ENDPOINT_URL=${endpoint}
    export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
    export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1`;

function summary({ endpoint, credentials, url, folder, console }: Summary): string {
  if (!endpoint)
    return `\n  PhotoSky  ${url}\n\n  It costs money until it is destroyed: npx cdk destroy, in the folder infra.\n`;
  const isWellKnown = credentials === undefined || credentials.secretAccessKey === "test" || folder === undefined;
  return `
  PhotoSky  ${url}
  AWS       ${endpoint}${console ? `\n  Console   ${console}` : ""}

  Any AWS tool talks to this cloud after:
    ${isWellKnown ? wellKnown(endpoint) : `source ${join(folder ?? "", ROOT_FILE)}`}

  Ctrl-C stops it.${folder ? ` What is in it stays in ${folder}, for the next time.` : ""}
`;
}

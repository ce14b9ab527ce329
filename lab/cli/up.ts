import { join, relative, resolve } from "node:path";
import { Listr } from "listr2";
import { type RunningCloud, startCloud } from "../cloud/index.ts";
import { bootstrap, type Deployment, deploy, deployedAlready, stackName } from "../targets/photosky.ts";
import type { Place } from "./place.ts";
import { stopRequested } from "./stop.ts";

/** `lab up`: the cloud with the sample application in it, until Ctrl-C. */
export async function up({ port, state }: Place): Promise<void> {
  const abort = new AbortController();
  const stopping = stopRequested().then(() => abort.abort());
  const cloud = await startCloud({ port, state, log: (line) => console.error(line) });
  try {
    const url = await deployment(cloud, resolve(state), abort.signal);
    console.log(summary(cloud.endpoint, url, state));
    await stopping;
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    await cloud.close();
  }
}

/** Brings the application up to date, step by step. Resolves to its URL. */
async function deployment({ endpoint }: RunningCloud, state: string, signal: AbortSignal): Promise<string> {
  const target: Deployment = { endpoint, work: join(state, "deploy"), signal };
  let url = await deployedAlready(target);
  if (url) return url;
  const steps = new Listr([
    { title: `Cloud at ${endpoint}`, task: () => {} },
    {
      title: "Bootstrap the account for the CDK",
      task: (_, task) => bootstrap({ ...target, onLine: (line) => (task.output = progress(line)) }),
    },
    {
      title: `Deploy the stack ${stackName()}`,
      task: async (_, task) => {
        url = await deploy({ ...target, onLine: (line) => (task.output = progress(line)) });
      },
    },
  ]);
  await steps.run();
  return url as unknown as string;
}

/** A line of the CDK as one line of progress. */
function progress(line: string): string {
  return line.replaceAll(/\s+/g, " ").trim().slice(0, 100);
}

function summary(endpoint: string, url: string, state: string): string {
  return `
  PhotoSky  ${url}
  AWS       ${endpoint}

  Any AWS tool talks to this cloud after:
    export AWS_ENDPOINT_URL=${endpoint}
    export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
    export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1

  Ctrl-C stops it. What is in it stays in ${relative("", state) || state}, for the next time.
`;
}

import { targetNamed } from "../targets/index.ts";
import { checkPhotosky } from "../targets/packages.ts";
import { stackName } from "../targets/photosky.ts";
import type { RunningTarget } from "../targets/target.ts";
import { credentialsFor } from "./credentials.ts";
import { print } from "./output.ts";
import type { TargetPlace } from "./place.ts";

/** `lab deploy`: the sample application into a cloud that runs already, whoever started it. Prints its URL at the end. */
export async function deploy({ target, state, endpoint, json }: TargetPlace): Promise<void> {
  checkPhotosky();
  // A cloud on this machine runs already, whichever it is; AWS does, too.
  const { start } = await targetNamed(target === "aws" ? "aws" : "endpoint");
  const url = endpoint ?? process.env.AWS_ENDPOINT_URL;
  const credentials = target === "aws" || !url ? undefined : await credentialsFor(url);
  const lab = await start({ state, ...(endpoint && { endpoint }), ...(credentials && { credentials }) });
  try {
    const url = await deployPhotosky(lab, { plain: json || !process.stdout.isTTY });
    print({ ...(json && { json }) }, { url }, () => url);
  } finally {
    await lab.close();
  }
}

/**
 * Brings the application up to date in a cloud, step by step. Resolves to its URL.
 * @param plain show what the CDK prints, on stderr, where a terminal's moving picture of it makes no sense
 */
export async function deployPhotosky(
  lab: RunningTarget,
  { signal, plain = false }: { readonly signal?: AbortSignal; readonly plain?: boolean } = {},
): Promise<string> {
  let url = await lab.deployed();
  if (url) return url;
  const run = (show: (text: string) => void) => ({
    ...(signal ? { signal } : {}),
    onLine: (line: string) => (plain ? console.error(line) : show(progress(line))),
  });
  const { Listr } = await import("listr2");
  const steps = new Listr(
    [
      { title: `Cloud at ${lab.endpoint ?? "AWS"}`, task: () => {} },
      {
        title: "Bootstrap the account for the CDK",
        task: (_, task) => lab.bootstrap(run((text) => (task.output = text))),
      },
      {
        title: `Deploy the stack ${stackName()}`,
        task: async (_, task) => {
          url = await lab.deploy(run((text) => (task.output = text)));
        },
      },
    ],
    // Ctrl-C is the command's affair: listr2 would end the process at once, and leave the deployment behind.
    { renderer: plain ? "silent" : "default", registerSignalListeners: false },
  );
  await steps.run();
  return url as unknown as string;
}

/** A line of the CDK as one line of progress. */
function progress(line: string): string {
  return line.replaceAll(/\s+/g, " ").trim().slice(0, 100);
}

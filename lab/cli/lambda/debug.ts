import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { LabError } from "../../lab-error.ts";
import { LiveReload } from "../../live/reload.ts";
import { liveFunctions } from "../../live/sources.ts";
import { packageFolder } from "../../package.ts";
import type { ClientSettings } from "../../targets/client-settings.ts";
import { stackName } from "../../targets/photosky.ts";
import { settingsFor } from "../lab-api.ts";
import { print } from "../output.ts";
import type { RegionOptions } from "../place.ts";
import { stopRequested } from "../stop.ts";
import { functionNamed } from "./running-functions.ts";

/** The runtime of the function is not Node.js. */
export class NoInspector extends LabError {
  override readonly name = "NoInspector";
}

/**
 * `lab debug`: from the next request on, a function runs under Node.js's inspector, and waits for a debugger before it begins.
 * While it does, it has no timeout. Ctrl-C puts it back as it was.
 */
export async function debug(name: string, { port, ...options }: RegionOptions & { port: number }): Promise<void> {
  const FunctionName = await functionNamed(name, options);
  const settings = await settingsFor(options);
  const client = new LambdaClient(settings);
  try {
    const { Runtime, Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
    if (!Runtime?.startsWith("nodejs")) {
      throw new NoInspector(
        `${FunctionName} runs on ${Runtime ?? "an image"}; only Node.js functions can be debugged.`,
      );
    }
    const before = Environment?.Variables ?? {};
    const set = (Variables: Record<string, string>) =>
      client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    const live = await withSourceMap(FunctionName, settings);
    const inspect = `--inspect-brk=127.0.0.1:${port} --enable-source-maps`;
    await set({ ...before, NODE_OPTIONS: [before.NODE_OPTIONS, inspect].filter(Boolean).join(" ") });
    print(options, { function: FunctionName, debugger: `127.0.0.1:${port}` }, () => advice(FunctionName, port));
    // Who waits for a signal alone would not be waited for.
    const alive = setInterval(() => {}, 2 ** 30);
    try {
      await stopRequested();
    } finally {
      clearInterval(alive);
      await set(before);
      await live?.close();
    }
  } finally {
    client.destroy();
  }
}

/** Brings a source map along, where the function says what it is made from; saving the source reloads it, too. */
async function withSourceMap(name: string, settings: ClientSettings) {
  const functions = await liveFunctions(stackName(), packageFolder, settings).catch(() => []);
  const fn = functions.find((one) => one.name === name);
  if (!fn) return undefined;
  const live = new LiveReload(fn, { settings, sourceMap: true, log: (line) => console.error(line) });
  await live.start();
  await live.reload();
  return live;
}

function advice(name: string, port: number): string {
  return `${name} waits for a debugger at 127.0.0.1:${port} on its next request, without a timeout.

  Chrome    open chrome://inspect
  VS Code   "Attach to Node Process", or in launch.json:
            { "type": "node", "request": "attach", "name": "lab debug", "port": ${port}, "continueOnAttach": true }

  A client behind API Gateway still gets its 504 after 29 seconds; the function goes on.
  Ctrl-C puts the function back as it was.
`;
}

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { pairOf } from "./dockerfile.ts";
import { DockerWouldDo } from "./failure.ts";
import { push } from "./push.ts";
import { forget, has, keep, load } from "./store.ts";

/**
 * Does what the CDK asks of Docker to build and push its image assets: `inspect`, `build`, `login`, `tag` and `push`.
 * Returns the exit code.
 *
 * @param endpoint Where the lab answers, whose ECR is pushed to
 */
export async function docker(line: readonly string[], endpoint: string): Promise<number> {
  // The CDK names a configuration with credentials when it has some for this registry.
  const [command = "", ...args] = line[0] === "--config" ? line.slice(2) : line;
  switch (command) {
    case "inspect":
      return (await has(args.at(-1) ?? "")) ? 0 : 1;
    case "login":
      // The lab's registry takes the caller's credentials, and the token that comes on standard input is not needed.
      return 0;
    case "tag":
      await keep(args[1] ?? "", await load(args[0] ?? ""));
      return 0;
    case "push":
      await push(args.at(-1) ?? "", await load(args.at(-1) ?? ""), endpoint);
      // The tag it was built under stays, for the next deployment.
      await forget(args.at(-1) ?? "");
      return 0;
    case "build":
      await buildImage(args);
      return 0;
    default:
      throw new DockerWouldDo(`docker ${[command, ...args].join(" ")}`);
  }
}

/** The options of `docker build` that change an image; those that only say how to build it are taken and left. */
const OPTIONS = {
  tag: { type: "string", short: "t", multiple: true },
  file: { type: "string", short: "f" },
  target: { type: "string" },
  "build-arg": { type: "string", multiple: true },
  platform: { type: "string" },
  network: { type: "string" },
  "cache-from": { type: "string", multiple: true },
  "cache-to": { type: "string" },
  "no-cache": { type: "boolean" },
  provenance: { type: "string" },
  output: { type: "string" },
} as const;

async function buildImage(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const folder = resolve(positionals[0] ?? ".");
  const image = await build({
    folder,
    dockerfile: values.file ? resolve(folder, values.file) : resolve(folder, "Dockerfile"),
    args: Object.fromEntries((values["build-arg"] ?? []).map(pairOf)),
    ...(values.target !== undefined && { target: values.target }),
  });
  for (const tag of values.tag ?? []) await keep(tag, image);
}

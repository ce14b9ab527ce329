import { readFile, rm } from "node:fs/promises";
import { pairOf, readDockerfile, substitute } from "./dockerfile.ts";
import { DockerWouldDo } from "./failure.ts";
import { readIgnored } from "./ignored.ts";
import { type OciImage, pack } from "./oci.ts";
import { type BuildContext, Stage } from "./stage.ts";

/** What to build an image from. */
export interface Build {
  /** The folder of the files that the Dockerfile copies. */
  readonly folder: string;
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
  /** The stage to stop after; by default the last one. */
  readonly target?: string;
}

/** Builds an image. Throws DockerWouldDo for what only Docker can do. */
export async function build({ folder, dockerfile, args, target }: Build): Promise<OciImage> {
  const stages = new Map<string, Stage>();
  const context: BuildContext = { folder, args, stages, ignored: await readIgnored(folder, dockerfile) };
  const globals: Record<string, string> = {};
  let stage: Stage | undefined;
  let last: string | undefined;
  try {
    for (const instruction of readDockerfile(await readFile(dockerfile, "utf8"))) {
      if (instruction.name === "FROM") {
        if (target !== undefined && last === target) break;
        const [, image = "", name] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(instruction.text) ?? [];
        stage = await Stage.from(substitute(image, globals), context);
        const number = String(new Set(stages.values()).size);
        for (const key of [number, ...(name ? [name] : [])]) stages.set(key, stage);
        last = name ?? number;
      } else if (stage) {
        await stage.apply(instruction, context);
      } else if (instruction.name === "ARG") {
        const [name, value] = pairOf(instruction.text);
        globals[name] = args[name] ?? value;
      }
    }
    if (!stage?.runtime) throw new DockerWouldDo("an image that is not one of AWS's Lambda images in the end");
    return await pack({ ...stage, runtime: stage.runtime, workdir: stage.workdir, command: stage.command });
  } finally {
    for (const { root } of new Set(stages.values())) await rm(root, { recursive: true, force: true });
  }
}

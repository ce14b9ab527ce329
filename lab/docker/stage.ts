import { cp, mkdir } from "node:fs/promises";
import { posix } from "node:path";
import { makeTemporaryFolder } from "../cloud/store/temporary-folders.ts";
import { baseOf } from "./bases.ts";
import { copyInto } from "./copy.ts";
import { commandOf, type Instruction, pairOf, pairsOf, substitute, wordsOf } from "./dockerfile.ts";
import { DockerWouldDo } from "./failure.ts";
import type { Ignored } from "./ignored.ts";
import { runCommand } from "./run.ts";
import { scoped } from "./scoped.ts";

/** AWS's base images start the runtime with this. */
const ENTRYPOINT = "/lambda-entrypoint.sh";

/** What a build is told. */
export interface BuildContext {
  readonly folder: string;
  readonly args: Readonly<Record<string, string>>;
  /** What of the folder is left out. */
  readonly ignored: Ignored;
  /** The stages so far: by name, and by number. */
  readonly stages: ReadonlyMap<string, Stage>;
}

/** A stage of a build: a folder that stands for the file system, and the image's configuration. */
export class Stage {
  readonly root: string;
  readonly variables: Record<string, string>;
  runtime: string | undefined;
  workdir: string;
  command: readonly string[] = [];
  /** ARGs, which are gone when the image is built. */
  #args: Record<string, string> = {};

  private constructor(root: string, variables: Record<string, string>, workdir: string, runtime: string | undefined) {
    this.root = root;
    this.variables = variables;
    this.workdir = workdir;
    this.runtime = runtime;
  }

  /** Begins a stage with an image, or where another one ended. */
  static async from(image: string, { stages }: BuildContext): Promise<Stage> {
    const before = stages.get(image);
    const { variables, workdir, runtime } = before ?? baseOf(image);
    const root = makeTemporaryFolder("build");
    if (before) await cp(before.root, root, { recursive: true, verbatimSymlinks: true });
    const stage = new Stage(root, { ...variables }, workdir, runtime);
    stage.command = before?.command ?? [];
    await mkdir(await scoped(root, workdir), { recursive: true });
    return stage;
  }

  /** Does what an instruction says. Throws DockerWouldDo for what the lab can't. */
  async apply({ name, flags, text }: Instruction, context: BuildContext): Promise<void> {
    const known = { ...this.#args, ...this.variables };
    // A shell fills in the variables of what it runs itself.
    const filled = ["RUN", "CMD", "ENTRYPOINT"].includes(name) ? text : substitute(text, known);
    switch (name) {
      case "ENV":
        return void Object.assign(this.variables, Object.fromEntries(pairsOf(filled)));
      case "ARG":
        return this.#declare(filled, context);
      case "WORKDIR":
        this.workdir = posix.resolve("/", this.workdir, filled);
        return void (await mkdir(await scoped(this.root, this.workdir), { recursive: true }));
      case "COPY":
      case "ADD":
        return await this.#copy({ name, flags, text: filled }, context);
      case "RUN":
        if (Object.keys(flags).length > 0) throw new DockerWouldDo(`RUN with --${Object.keys(flags).join(", --")}`);
        return await runCommand(plain(text), { ...this, workdir: this.workdir, variables: known });
      case "CMD":
        this.command = commandOf(text);
        return;
      case "ENTRYPOINT":
        if (commandOf(text)[0] !== ENTRYPOINT) throw new DockerWouldDo(`ENTRYPOINT ${text}`);
        return;
      case "LABEL":
      case "EXPOSE":
      case "USER":
        return;
      default:
        throw new DockerWouldDo(`${name} ${text}`);
    }
  }

  #declare(text: string, { args }: BuildContext): void {
    for (const [name, value] of wordsOf(text).map(pairOf)) {
      this.#args[name] = args[name] ?? value;
    }
  }

  async #copy({ name, flags: { from }, text }: Instruction, { folder, stages, ignored }: BuildContext): Promise<void> {
    const paths = wordsOf(text);
    const stage = from === undefined ? undefined : stages.get(from);
    if (from !== undefined && !stage) throw new DockerWouldDo(`COPY --from=${from}`);
    const target = paths.pop() ?? ".";
    if (name === "ADD" && paths.some((path) => /^\w+:\/\/|^git@|\.(tar|tgz|tar\.\w+)$/.test(path))) {
      throw new DockerWouldDo(`ADD ${text} (archives and URLs)`);
    }
    const end = posix.resolve("/", this.workdir, target) + (/\/$|^\.$/.test(target) ? "/" : "");
    const origin = stage ? { from: stage.root } : { from: folder, ignored };
    await copyInto(this.root, { ...origin, sources: paths, target: end });
  }
}

/** A word that a shell takes as it is. */
function quoted(word: string): string {
  return /^[\w./:=@,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command as a shell has it. */
function plain(text: string): string {
  const [shell, flag, script] = commandOf(text);
  return shell === "/bin/sh" && flag === "-c" && script !== undefined ? script : wordsOf(text).map(quoted).join(" ");
}

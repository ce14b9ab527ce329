import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { LabError } from "../../lab-error.ts";
import type { Finding } from "../target.ts";

const execute = promisify(execFile);

/** Runs the `docker` command. Rejects with what it says on stderr. */
export async function docker(...args: string[]): Promise<string> {
  try {
    const { stdout } = await execute("docker", args, { maxBuffer: 64 * 2 ** 20 });
    return stdout.trim();
  } catch (error) {
    throw new DockerFailed(args[0] ?? "", error as Error & { stderr?: string });
  }
}

/** `docker` is not there, or says no. */
export class DockerFailed extends LabError {
  override readonly name = "DockerFailed";

  constructor(command: string, { stderr, message }: Error & { stderr?: string }) {
    super(`docker ${command} failed: ${(stderr || message).trim()} (lab doctor shows what this machine has)`);
  }
}

const INSTALL = "Install Docker and start its engine: https://docs.docker.com/engine/install/";

/** The engine that the command speaks to. */
export async function engineFinding(): Promise<Finding> {
  const version = await docker("version", "--format", "{{.Server.Version}}").catch(() => undefined);
  return { what: "Docker engine", fine: version ? "yes" : "no", found: version ?? "does not answer", advice: INSTALL };
}

/** Docker Compose: the plug-in, or the older command of its own. */
export async function composeFinding(): Promise<Finding> {
  const plugin = docker("compose", "version", "--short");
  const version = await plugin.catch(() =>
    execute("docker-compose", ["version", "--short"]).then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    ),
  );
  return {
    what: "Docker Compose",
    fine: version ? "yes" : "note",
    found: version ?? "not found",
    advice: "Only compose.yaml needs it: https://docs.docker.com/compose/install/",
  };
}

/** Whether an image is on this machine. */
export async function hasImage(image: string): Promise<boolean> {
  return await docker("image", "inspect", "--format", "{{.Id}}", image).then(
    () => true,
    () => false,
  );
}

/** What a label of an image says; nothing when there is no such image, or label. */
export async function labelOf(image: string, label: string): Promise<string | undefined> {
  const format = `{{index .Config.Labels ${JSON.stringify(label)}}}`;
  return await docker("image", "inspect", "--format", format, image).then(
    (text) => text.trim() || undefined,
    () => undefined,
  );
}

/** An image that would have to be fetched, or built, first. */
export async function imageFinding(what: string, image: string, advice: string): Promise<Finding> {
  const here = await hasImage(image);
  return { what, fine: here ? "yes" : "note", found: `${image} ${here ? "is here" : "is not here yet"}`, advice };
}

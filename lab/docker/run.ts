import { spawn } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { makeTemporaryFolder } from "../cloud/store/temporary-folders.ts";
import { enclosed, hasEnclosure, removeMountPoints } from "./enclosure.ts";
import { DockerWouldDo } from "./failure.ts";

/** Programs that change the system's folders, which are this machine's and can't be changed. */
const OF_THE_SYSTEM = /(?:^|[\s;&|(/])(apt|apt-get|apk|dnf|microdnf|yum|rpm|dpkg)(?=\s|$)/;

/** What a shell ends with when there is no such program. */
const NOT_FOUND = 127;

const PATHS = [dirname(process.execPath), ..."/usr/local/bin /usr/sbin /usr/bin /sbin /bin".split(" ")].join(":");

/** What package managers keep for the next time is no part of an image. */
const CACHES = { npm_config_cache: "/run/npm", XDG_CACHE_HOME: "/run/cache", YARN_CACHE_FOLDER: "/run/yarn" };

/** Where a command runs. */
export interface Place {
  /** The folder that is the root of its file system. */
  readonly root: string;
  readonly workdir: string;
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Runs a command of a Dockerfile with this machine's programs, in a file system of its own: the stage is its root, the
 * system's folders can only be read, and nothing else of this machine is in it. Where the machine can't do that, it is left
 * to Docker.
 */
export async function runCommand(text: string, place: Place): Promise<void> {
  const [, program] = OF_THE_SYSTEM.exec(text) ?? [];
  if (program) throw new DockerWouldDo(`RUN ${text} (${program}: the system is this machine's)`);
  if (!hasEnclosure()) {
    throw new DockerWouldDo(`RUN ${text} (it needs Linux, where unprivileged user namespaces are enabled)`);
  }
  const before = new Set(await readdir(place.root));
  const scratch = makeTemporaryFolder("run");
  try {
    const [command, args] = enclosed(text, place, scratch);
    const env = { ...CACHES, PATH: PATHS, ...place.variables, HOME: "/root" };
    const child = spawn(command, args, { env, stdio: ["ignore", 2, 2] });
    const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    if (code === NOT_FOUND) throw new DockerWouldDo(`RUN ${text} (a program in it is not on this machine)`);
    if (code !== 0) throw new Error(`RUN ${text} ended with ${code}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
    await removeMountPoints(place.root, before);
  }
}

import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Cloud } from "../../../cloud.ts";
import { unzip } from "./zip.ts";

const PREFIX = "skylab-lambda-";

/** The longest that an event may take, in milliseconds. */
const LONGEST_EVENT = 900_000;

const DAY = 86_400_000;

/** Packages that AWS's Node.js runtimes bring along, by one of each scope that the lab depends on itself. */
const PROVIDED = ["@aws-sdk/client-lambda", "@smithy/core"];

/**
 * Unpacked code, in a temporary folder of this process. It is not below the lab's state, so that a function is not handed a
 * path to it, and so that Node.js, which looks for packages upwards from the code, does not find those of the project in
 * which the lab runs: on AWS they would not be there.
 */
export class CodeFolders {
  readonly #cloud: Cloud;
  readonly #folders = new Map<string, Promise<string>>();
  #root: string | undefined;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** The folder with the code that is kept as this blob, unpacked on first use. */
  folder(blob: string): Promise<string> {
    let folder = this.#folders.get(blob);
    if (!folder) {
      folder = this.#unpack(blob);
      this.#folders.set(blob, folder);
      folder.catch(() => this.#folders.delete(blob));
    }
    return folder;
  }

  /** Removes the folder of code that no new event needs, when those that began with it are over. */
  drop(blob: string): void {
    this.#cloud.clock.after(LONGEST_EVENT, async () => {
      const folder = await this.#folders.get(blob)?.catch(() => undefined);
      this.#folders.delete(blob);
      // A process in the folder may keep it from going away on some hosts; it goes with the others then.
      if (folder) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    });
  }

  /** Removes all folders. */
  async close(): Promise<void> {
    if (this.#root) await rm(this.#root, { recursive: true, force: true });
  }

  async #unpack(blob: string): Promise<string> {
    this.#root ??= makeRoot();
    const folder = join(this.#root, blob);
    const partial = `${folder}.partial`;
    try {
      await unzip(await this.#cloud.store.blobs.bytes(blob), partial);
      await rename(partial, folder);
      return folder;
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      throw error;
    }
  }
}

/** Makes the temporary folder, with the AWS SDK where functions that do not bundle it look for it. */
function makeRoot(): string {
  removeOrphans();
  const root = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  mkdirSync(join(root, "node_modules"));
  const { resolve } = createRequire(import.meta.url);
  for (const name of PROVIDED) {
    const scope = dirname(dirname(resolve(`${name}/package.json`)));
    symlinkSync(scope, join(root, "node_modules", dirname(name)), "junction");
  }
  return root;
}

/** Removes what labs left behind that were killed, a day later: a lab may live where its process can't be seen from here. */
function removeOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    try {
      const isOld = Date.now() - statSync(folder).mtimeMs > DAY;
      if (isOld && !isAlive(Number(name.slice(PREFIX.length).split("-")[0]))) rmSync(folder, { recursive: true });
    } catch {
      // Another lab removes it as well, or it is another person's.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process can't be signalled, and lives.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

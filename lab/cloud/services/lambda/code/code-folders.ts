import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { mkdir, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import type { Cloud } from "../../../cloud.ts";
import { makeTemporaryFolder } from "../../../store/temporary-folders.ts";
import type { Folders } from "../executor/function.ts";
import { untar } from "./untar.ts";
import { unzip } from "./zip.ts";

/** The longest that an event may take, in milliseconds. */
const LONGEST_EVENT = 900_000;

/** Packages that AWS's Node.js runtimes bring along, by one of each scope that the lab depends on itself. */
const PROVIDED = ["@aws-sdk/client-lambda", "@smithy/core"];

/**
 * Unpacked code, in a temporary folder of this process. It is not below the lab's state, so that a function is not handed a
 * path to it, and so that Node.js, which looks for packages upwards from the code, does not find those of the project in
 * which the lab runs: on AWS they would not be there.
 */
export class CodeFolders {
  readonly #cloud: Cloud;
  readonly #folders = new Map<string, Promise<Folders>>();
  #root: string | undefined;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** The folders of a container image whose layer is kept as this blob, unpacked on first use. */
  imageFolders(code: string): Promise<Folders> {
    return this.#once(code, async (folder) => {
      await untar(await this.#cloud.store.blobs.bytes(code), folder);
      const folders = { task: join(folder, "var", "task"), opt: join(folder, "opt") };
      await Promise.all(Object.values(folders).map((path) => mkdir(path, { recursive: true })));
      return { ...folders, packages: providedPackages(folder) };
    });
  }

  /** The folders with the code and the layers that are kept as these blobs, unpacked on first use. */
  folders(code: string, layers: readonly string[]): Promise<Folders> {
    return this.#once([code, ...layers].join(" "), (folder) => this.#unpack(folder, code, layers));
  }

  /** Unpacks once what the key stands for. */
  #once(key: string, unpack: (folder: string) => Promise<Folders>): Promise<Folders> {
    let folders = this.#folders.get(key);
    if (!folders) {
      this.#root ??= makeRoot();
      const folder = join(this.#root, randomUUID());
      folders = unpack(folder).catch(async (error) => {
        this.#folders.delete(key);
        await rm(folder, { recursive: true, force: true });
        throw error;
      });
      this.#folders.set(key, folders);
    }
    return folders;
  }

  /** Removes the folders of code that no new event needs, when those that began with it are over. */
  drop(code: string): void {
    this.#cloud.clock.after(LONGEST_EVENT, async () => {
      for (const [key, unpacking] of [...this.#folders]) {
        if (key.split(" ")[0] !== code) continue;
        this.#folders.delete(key);
        const folders = await unpacking.catch(() => undefined);
        // A process in the folder may keep it from going away on some hosts; it goes with the others then.
        if (folders) await rm(this.#ownFolder(folders), { recursive: true, force: true }).catch(() => undefined);
      }
    });
  }

  /** Removes all folders, when nothing is unpacked into them any more. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#folders.values());
    if (this.#root) await rm(this.#root, { recursive: true, force: true });
  }

  /** The folder in which all of a function's folders lie. */
  #ownFolder({ task }: Folders): string {
    const [name = ""] = relative(this.#root ?? "", task).split(sep);
    return join(this.#root ?? "", name);
  }

  async #unpack(folder: string, code: string, layers: readonly string[]): Promise<Folders> {
    const { blobs } = this.#cloud.store;
    const task = join(folder, "task");
    const opt = join(folder, "opt");
    await mkdir(opt, { recursive: true });
    await unzip(await blobs.bytes(code), task);
    // A later layer's files come over those of the layers before.
    for (const layer of layers) await unzip(await blobs.bytes(layer), opt);
    const layered = join(opt, "nodejs", "node_modules");
    const packages = existsSync(layered) ? join(folder, "node_modules") : providedPackages(folder);
    if (existsSync(layered)) await linkPackages(packages, [layered, providedPackages(folder)]);
    return { task, opt, packages };
  }
}

/** Where the packages are that every function finds. */
function providedPackages(folder: string): string {
  return join(dirname(folder), "node_modules");
}

/**
 * Makes a folder of packages where Node.js looks for them from the code, in `import` as well as in `require`. It has those of
 * the first folder, and those of the others that are not in one before.
 */
async function linkPackages(packages: string, folders: readonly string[]): Promise<void> {
  await mkdir(packages);
  for (const name of new Set(folders.flatMap((folder) => readdirSync(folder)))) {
    if (name.startsWith(".")) continue;
    const among = folders.map((folder) => join(folder, name)).filter((path) => existsSync(path));
    const [first] = among;
    // A scope may be in several, with a package of each.
    if (among.length > 1 && name.startsWith("@")) await linkPackages(join(packages, name), among);
    else if (first) await symlink(first, join(packages, name), "junction");
  }
}

/** Makes the temporary folder, with the AWS SDK where functions that do not bundle it look for it. */
function makeRoot(): string {
  const root = makeTemporaryFolder("lambda");
  mkdirSync(join(root, "node_modules"));
  const { resolve } = createRequire(import.meta.url);
  for (const name of PROVIDED) {
    const scope = dirname(dirname(resolve(`${name}/package.json`)));
    symlinkSync(scope, join(root, "node_modules", dirname(name)), "junction");
  }
  return root;
}

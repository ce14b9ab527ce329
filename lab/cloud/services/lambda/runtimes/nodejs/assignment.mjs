import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import Module from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";

/**
 * What this process becomes.
 * @typedef {object} Assignment
 * @property {Record<string, string>} [variables] All of the function's environment variables; absent when it has them
 * @property {Folders} folders Where its code and its layers are
 * @property {Folders} seen Where it is to find them
 * @property {string} endpoint Where the cloud answers
 */

/** @typedef {{ task: string, opt: string, packages: string }} Folders */

/**
 * Waits until the lab says which function this process is, then takes on its environment variables and folder.
 * @param {import("./channel.mjs").Channel} channel
 * @returns {Promise<Assignment>}
 */
export async function becomeAssigned(channel) {
  const assignment = await new Promise((resolve) => {
    channel.onFrame = (_head, body) => resolve(JSON.parse(String(body)));
  });
  // A function whose code has nothing left to do before it is loaded ends.
  channel.keepAlive(false);
  if (assignment.variables) {
    // Some hosts give every process variables of their own.
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, assignment.variables);
  }
  show(assignment);
  process.chdir(assignment.seen.task);
  // Node.js read NODE_PATH when it started, before it was this function.
  /** @type {any} */ (Module)._initPaths();
  return assignment;
}

/**
 * Shows the function's folders where AWS has them, when this process has a file system of its own. One program mounts all three, by a
 * list in a file: a cold start would wait for each of several.
 * @param {Assignment} assignment
 */
function show({ folders, seen }) {
  if (seen.task === folders.task) return;
  const list = join(dirname(seen.task), "mounts");
  const shown = /** @type {const} */ (["task", "opt", "packages"]);
  writeFileSync(list, shown.map((name) => `${listed(folders[name])} ${listed(seen[name])} none bind\n`).join(""));
  const env = { PATH: "/usr/bin:/bin:/usr/sbin:/sbin" };
  const { status, stderr } = spawnSync("mount", ["--all", "--fstab", list], { env });
  rmSync(list);
  if (status !== 0) throw new Error(`The function's folders can't be shown: ${stderr}`);
}

/**
 * A path as such a list writes it: https://man7.org/linux/man-pages/man5/fstab.5.html
 * @param {string} path
 */
function listed(path) {
  return path.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
}

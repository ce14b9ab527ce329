import Module from "node:module";
import process from "node:process";

/**
 * What this process becomes.
 * @typedef {object} Assignment
 * @property {Record<string, string>} variables All of the function's environment variables
 * @property {{ task: string }} folders Where its code is
 * @property {string} endpoint Where the cloud answers
 */

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
  // Some hosts give every process variables of their own.
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, assignment.variables);
  process.chdir(assignment.folders.task);
  // Node.js read NODE_PATH when it started, before it was this function.
  /** @type {any} */ (Module)._initPaths();
  return assignment;
}

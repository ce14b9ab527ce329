import Module from "node:module";
import { Socket } from "node:net";
import process from "node:process";

/**
 * What this process becomes.
 * @typedef {object} Assignment
 * @property {Record<string, string>} variables All of the function's environment variables
 * @property {{ task: string }} folders Where its code is
 * @property {string} endpoint Where the cloud answers
 * @property {string} token What it shows to the Runtime API
 */

/** The lab writes the assignment here, as JSON, and closes it. */
const ASSIGNMENT_FD = 3;

/**
 * Waits until the lab says which function this process is, then takes on its environment variables and folder. Exits
 * when the lab goes away instead.
 * @returns {Promise<Assignment>}
 */
export async function becomeAssigned() {
  const chunks = [];
  for await (const chunk of new Socket({ fd: ASSIGNMENT_FD, writable: false })) chunks.push(chunk);
  if (chunks.length === 0) process.exit(0);
  const assignment = JSON.parse(Buffer.concat(chunks).toString());
  // Some hosts give every process variables of their own.
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, assignment.variables);
  process.chdir(assignment.folders.task);
  // Node.js read NODE_PATH when it started, before it was this function.
  /** @type {any} */ (Module)._initPaths();
  return assignment;
}

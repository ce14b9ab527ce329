import process from "node:process";

let act = () => {};
process.on("beforeExit", () => act());

/**
 * Says what to do when the event loop has nothing left to do; what was said before counts no more.
 * @param {() => void} action
 */
export function onEmptyLoop(action) {
  act = action;
}

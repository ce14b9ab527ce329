/**
 * The Node.js runtime of the lab: it learns which function it becomes, loads the handler, and serves one event after
 * another through a pipe to the lab. What a function can see of it (errors, context, log format, exit codes) is as AWS's own
 * runtime shows it. It runs in the function's process, by bare `node`, so it depends on nothing.
 */
import process from "node:process";
import { becomeAssigned } from "./assignment.mjs";
import { Channel } from "./channel.mjs";
import { logError, patchConsole } from "./console.mjs";
import { UnhandledPromiseRejection } from "./errors.mjs";
import { loadHandler } from "./handler.mjs";
import { serveNext } from "./invocation.mjs";
import { routeHttps } from "./network.mjs";
import { provideAwslambda } from "./response-stream.mjs";
import { RuntimeClient } from "./runtime-client.mjs";
import { leaveOutSdkWarning } from "./sdk-warning.mjs";
import "./warm-up.mjs";

const channel = new Channel();
const { endpoint } = await becomeAssigned(channel);
patchConsole();
leaveOutSdkWarning();
provideAwslambda();
routeHttps(endpoint);

const client = new RuntimeClient(channel);

process.on("uncaughtException", (error) => {
  logError("Uncaught Exception", error);
  client.fail(error);
  client.exit(129);
});
process.on("unhandledRejection", (reason, promise) => {
  const error = new UnhandledPromiseRejection(reason, promise);
  logError("Unhandled Promise Rejection", error);
  client.fail(error);
  client.exit(128);
});

serveNext(client, await loadHandler(process.cwd(), String(process.env._HANDLER)));

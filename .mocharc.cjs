const { availableParallelism } = require("node:os");

// An application, or a cloud, that all suites would share is one that they use one after the other.
const isShared = Boolean(process.env.API_URL) || (process.env.LAB_TARGET || "embedded") !== "embedded";

module.exports = {
  require: ["test/deployed.ts"],
  "node-option": ["import=tsx/esm"],
  // Files run side by side, each in one of these processes. With one job there are none: all files run in mocha's own.
  parallel: true,
  jobs: isShared ? 1 : Math.min(availableParallelism(), 4),
  timeout: 60_000,
};

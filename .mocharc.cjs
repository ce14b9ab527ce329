const { availableParallelism } = require("node:os");

// A cloud, or an application, that was there before is one for all suites: they use it one after another.
const isShared = Boolean(process.env.API_URL) || (process.env.LAB_TARGET || "embedded") !== "embedded";
// One more than there are cores: files wait for processes, and for what takes its time.
const jobs = isShared ? 1 : Math.min(availableParallelism() + 1, 4);

module.exports = {
  require: ["test/deployed.ts"],
  "node-option": ["import=tsx/esm"],
  // Files run side by side, each in one of these processes. With a single one, all files run in mocha's own.
  parallel: jobs > 1,
  jobs,
  timeout: 60_000,
};

// `require("skylab")`. The cloud itself is made of ES modules, which every Node.js 20 loads with import(), but not with require().
const Module = require("node:module");
const { join } = require("node:path");

// Jest evaluates what a test requires in a sandbox in which import() fails. Node.js's own loader leads out of it.
const { library, asyncDispose } = Module._load(join(__dirname, "library.cjs"), undefined, false);

// Node.js 20 defines this symbol outside of such a sandbox only, and `await using` asks for it inside.
if (asyncDispose && !Symbol.asyncDispose) Object.defineProperty(Symbol, "asyncDispose", { value: asyncDispose });

exports.startCloud = async (options) => (await library()).startCloud(options);
exports.startLab = async (options) => (await library()).startLab(options);

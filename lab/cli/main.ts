#!/usr/bin/env node
import { keepHeapSmall } from "./memory.ts";

// Only what every Node.js understands may stand here: an old one must get as far as being told that it is old.
const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  console.error(
    `Skylab needs Node.js 20 or later; this is ${process.versions.node}. Install a current one from https://nodejs.org.`,
  );
  process.exitCode = 1;
} else {
  // Of a Node.js version that the lab supports, AWS's SDK says that later ones of its own will not: that is no affair of a command's user.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= "true";
  keepHeapSmall();
  import("./program.ts").then(({ run }) => run(process.argv));
}

import process from "node:process";

/**
 * Leaves out one warning: AWS's SDK tells under Node.js 20 that later versions of it will need Node.js 22. On Lambda, a function runs
 * on the version that its runtime names, and logs no such thing; here it may run on an older one. An environment variable would
 * silence it, too, but the function would see that.
 */
export function leaveOutSdkWarning() {
  const emitWarning = process.emitWarning;
  process.emitWarning = /** @type {typeof emitWarning} */ (
    (...args) => {
      if (!String(args[0]).startsWith("NodeVersionSupportWarning:")) Reflect.apply(emitWarning, process, args);
    }
  );
}

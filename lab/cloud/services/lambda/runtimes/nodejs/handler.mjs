import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import {
  CallbackHandlerDeprecated,
  HandlerNotFound,
  ImportModuleError,
  MalformedHandlerName,
  UserCodeSyntaxError,
} from "./errors.mjs";
import { isStreaming } from "./response-stream.mjs";

const require = createRequire(import.meta.url);

/** @typedef {(event: unknown, context: any, callback: any) => unknown} Handler */

/**
 * Loads the function that a handler name such as `folder/file.export` names, in AWS's order of file extensions.
 * @param {string} root The folder of the code
 * @param {string} name
 * @returns {Promise<Handler>}
 * @throws one of the Runtime errors, or what the module itself threw
 */
export async function loadHandler(root, name) {
  if (name.includes("..")) {
    const hint = "Use absolute paths when specifying root directories in handler names.";
    throw new MalformedHandlerName(`'${name}' is not a valid handler name. ${hint}`);
  }
  const file = basename(name);
  const [, moduleName, path] = /^([^.]*)\.(.*)$/.exec(file) ?? [];
  if (moduleName === undefined || path === undefined) throw new MalformedHandlerName("Bad handler");

  const exports = await loadModule(join(root, name.slice(0, name.indexOf(file))), moduleName).catch(explain);
  const handler = path.split(".").reduce((value, key) => value?.[key], exports);
  if (!handler) throw new HandlerNotFound(`${name} is undefined or not exported`);
  if (typeof handler !== "function") throw new HandlerNotFound(`${name} is not a function`);
  refuseCallback(handler);
  return handler;
}

/**
 * @param {string} folder
 * @param {string} name The module's file name, without an extension
 * @returns {Promise<any>} What it exports
 */
async function loadModule(folder, name) {
  const path = join(folder, name);
  const isModule = inModulePackage(folder);
  if (existsSync(`${path}.js`)) return isModule ? import(pathToFileURL(`${path}.js`).href) : require(`${path}.js`);
  if (existsSync(`${path}.mjs`)) return import(pathToFileURL(`${path}.mjs`).href);
  if (existsSync(`${path}.cjs`)) return require(`${path}.cjs`);
  if (existsSync(path)) return require(path);
  return require(require.resolve(name, { paths: [process.cwd(), folder] }));
}

/**
 * Whether `.js` files in a folder are ES modules: the nearest package.json says so.
 * @param {string} folder
 * @returns {boolean}
 */
function inModulePackage(folder) {
  if (basename(folder) === "node_modules") return false;
  const file = join(folder, "package.json");
  if (existsSync(file)) {
    try {
      return JSON.parse(readFileSync(file, "utf8")).type === "module";
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  const parent = dirname(folder);
  return parent !== folder && inModulePackage(parent);
}

/**
 * @param {any} error
 * @returns {never}
 */
function explain(error) {
  if (error instanceof SyntaxError) throw new UserCodeSyntaxError(error);
  if (error?.code === "MODULE_NOT_FOUND") throw new ImportModuleError(error);
  throw error;
}

/**
 * Node.js 24 and later take no callback handlers.
 * @param {Handler} handler
 */
function refuseCallback(handler) {
  const [, major] = /nodejs(\d+)\.x$/.exec(process.env.AWS_EXECUTION_ENV ?? "") ?? [];
  if (Number(major) < 24 || handler.length < 3 || isStreaming(handler)) return;
  throw new CallbackHandlerDeprecated(
    "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
  );
}

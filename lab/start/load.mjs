import { createRequire } from "node:module";

/*
 * How the build loads its modules. They are CommonJS, since V8's code cache is to be had for nothing else in Node.js 20: to
 * compile what a lab needs until its first answer takes as long as all the rest of its start. The build leaves the compiled code
 * for the Node.js that it runs in, and the first lab to end leaves it for another one.
 */

// By require(), which makes no module of all that a built-in module exports.
const requirePackage = createRequire(import.meta.url);
const { createHash } = requirePackage("node:crypto");
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = requirePackage("node:fs");
const { join } = requirePackage("node:path");
const { fileURLToPath } = requirePackage("node:url");
const { cachedDataVersionTag } = requirePackage("node:v8");
const vm = requirePackage("node:vm");

const parts = fileURLToPath(new URL("../parts/", import.meta.url));
const place = createHash("sha256").update(parts).digest("hex").slice(0, 8);
/** A process that compiled fewer modules than this itself leaves nothing: it was no lab. */
const MANY = 20;

/** A script of Node.js 20 can't import(). @param {string} name */
const importPackage = (name) => import(name);

/** @typedef {{ exports: any, importPackage: typeof importPackage, script?: import("node:vm").Script, isCached?: boolean }} Part */

/** @type {Map<string, Part>} What is loaded, by the names of files. */
const loaded = new Map();

/**
 * @param {string} name The name of a file of the build's parts
 * @returns {any} What it exports
 */
export function load(name) {
  const known = loaded.get(name);
  if (known) return known.exports;
  /** @type {Part} */
  const part = { exports: {}, importPackage };
  loaded.set(name, part);
  // Node.js's own way finds the sources' lines.
  if (process.sourceMapsEnabled) part.exports = requirePackage(parts + name);
  else run(part, name);
  return part.exports;
}

/**
 * @param {Part} part
 * @param {string} name
 */
function run(part, name) {
  const filename = parts + name;
  const source = `(function (exports, require, module, __filename) { ${readFileSync(filename, "utf8")}\n})`;
  const cachedData = read(join(cacheFolder(), name));
  const script = new vm.Script(source, { filename, cachedData });
  part.script = script;
  part.isCached = cachedData !== undefined && !script.cachedDataRejected;
  const require = (/** @type {string} */ id) => (id.startsWith("./") ? load(id.slice(2)) : requirePackage(id));
  script.runInThisContext()(part.exports, require, part, filename);
}

/**
 * V8 takes back only what the same version of it made, with the same options, for the same processor. The code knows in which
 * folder it was made, and stacks would name that one.
 */
function cacheFolder() {
  return `${parts}code-${place}-${cachedDataVersionTag()}`;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** When this process ends, leaves what it compiled to those that follow. */
export function keepCode() {
  process.once("exit", () => {
    const compiled = [...loaded].filter(([, { script, isCached }]) => script && !isCached);
    if (compiled.length < MANY) return;
    const folder = cacheFolder();
    const made = `${folder}-${process.pid}`;
    try {
      mkdirSync(made);
      for (const [name, { script }] of compiled) writeFileSync(join(made, name), script?.createCachedData() ?? "");
      // Fails where another process was faster.
      renameSync(made, folder);
    } catch {
      // Or this user may not write here.
      rmSync(made, { recursive: true, force: true });
    }
  });
}

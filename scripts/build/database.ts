import type { Plugin } from "vite";

/** In lmdb's module that finds its native part, what has to change where the module lies in the build. */
const CHANGES: readonly (readonly [from: string, to: string])[] = [
  [
    "import loadNAPI from 'node-gyp-build-optional-packages';",
    'import { createRequire } from "node:module";\n' +
      'const lmdbPath = createRequire(import.meta.url).resolve("lmdb");\n' +
      'const loadNAPI = createRequire(lmdbPath)("node-gyp-build-optional-packages");',
  ],
  ["fileURLToPath(import.meta.url)", "lmdbPath"],
];

/**
 * lmdb comes into the build with the packages that it needs, for a start would read thirty files otherwise. Its native part
 * stays where npm puts it, and is found from there.
 */
export const database: Plugin = {
  name: "lmdb's native part",
  enforce: "pre",
  transform(code, id) {
    if (!/[\\/]node_modules[\\/]lmdb[\\/]native\.js$/.test(id)) return undefined;
    const changed = CHANGES.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`lmdb's native.js has no ${from}`);
      return text.replace(from, to);
    }, code);
    return { code: changed, map: null };
  },
};

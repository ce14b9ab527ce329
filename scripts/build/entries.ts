import { dirname, relative } from "node:path/posix";
import type { Plugin } from "vite";

/** Puts a module where each entry is looked for: it loads the entry's part, and exports what that does. */
export const entries: Plugin = {
  name: "entries",
  // In a script that Node.js's own loader has not read, import() fails: lab/start/load.mjs does it for all.
  renderDynamicImport: ({ targetChunk }) =>
    targetChunk === null ? { left: "(module.importPackage ?? ((name) => import(name)))(", right: ")" } : undefined,
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== "chunk" || !file.isEntry) continue;
      const { code, name, exports } = file;
      const [shebang = ""] = /^#!.*\n/.exec(code) ?? [];
      file.code = code.slice(shebang.length);
      const loader = relative(dirname(name), "start/load.mjs");
      const load = `load(${JSON.stringify(file.fileName.slice("parts/".length))});`;
      const lines = exports.length > 0 ? `export const { ${exports.join(", ")} } = ${load}` : load;
      const source = shebang
        ? `${shebang}import { keepCode, load } from "./${loader}";\n${lines}\nkeepCode();\n`
        : `import { load } from "./${loader}";\n${lines}\n`;
      this.emitFile({ type: "asset", fileName: `${name}.js`, source });
    }
  },
};

import type { Plugin } from "vite";

/** The packages that every start of the cloud needs come into the build, with what they need. */
const BUNDLED = /^(@smithy\/|@aws-sdk\/(core|checksums)\b|@fastify\/busboy$|commander$|lmdb$|ipaddr\.js$|saxes$)/;

/** Leaves all other packages where npm puts them: they load when they are needed, and some need not be there. */
export const packages: Plugin = {
  name: "packages",
  enforce: "pre",
  resolveId(id, importer) {
    const isOurs = importer !== undefined && !importer.includes("node_modules") && !importer.startsWith("\0");
    return isOurs && /^[^./\0]/.test(id) && !BUNDLED.test(id) ? { id, external: true } : undefined;
  },
};

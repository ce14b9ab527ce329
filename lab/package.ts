import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The folder of this package: the nearest one above with a package.json, from the sources and from the build alike. */
export const packageFolder: string = nearest(here);

/**
 * The folder of the lab's files: `lab`, or `dist/lab` in the build. What is read or run rather than imported is found from
 * here, not from `import.meta.url`: the build puts modules together in files that lie elsewhere.
 */
export const labFolder: string = join(
  packageFolder,
  relative(packageFolder, here).startsWith("dist") ? "dist" : "",
  "lab",
);

/** The package's version. */
export const version: string = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")).version;

function nearest(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : nearest(dirname(folder));
}

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package: the nearest one above with a package.json, from the sources and from the build alike. */
export const packageFolder: string = nearest(dirname(fileURLToPath(import.meta.url)));

/** The package's version. */
export const version: string = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")).version;

function nearest(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : nearest(dirname(folder));
}

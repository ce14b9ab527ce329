import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../package.ts";

/** A hash over what lies in folders of this package, beside its locked dependencies: it changes when one of them does. */
export function fingerprintOf(folders: readonly string[]): string {
  const hash = createHash("sha256");
  for (const folder of folders.filter((name) => existsSync(join(packageFolder, name)))) {
    const files = readdirSync(join(packageFolder, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("cdk.out"))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(file.slice(packageFolder.length)).update("\0").update(readFileSync(file));
  }
  const lock = join(packageFolder, "package-lock.json");
  if (existsSync(lock)) hash.update(readFileSync(lock));
  return hash.digest("hex");
}

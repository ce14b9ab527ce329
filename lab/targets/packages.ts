import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { LabError } from "../lab-error.ts";
import { packageFolder } from "../package.ts";

/** Packages that only some uses of the lab need are not installed. The message says which. */
export class PackagesMissing extends LabError {
  override readonly name = "PackagesMissing";

  constructor(what: string, names: readonly string[]) {
    const more = names.length === 1 ? "one more package" : `${names.length} more packages`;
    super(`${what} needs ${more}: npm install --save-dev ${names.join(" ")}`);
  }
}

/** What the CDK's command line needs, and `cdklocal` in front of it. */
export const CDK = ["aws-cdk", "aws-cdk-local"] as const;

/** What PhotoSky's CDK app and its function are made of. */
const PHOTOSKY = [...CDK, "aws-cdk-lib", "constructs", "@aws-sdk/s3-presigned-post", "esbuild", "hono", "jimp", "tsx"];

/** The folder of a package as an app sees it, or else as the lab does. */
export function folderOf(name: string, app: string = packageFolder): string | undefined {
  for (const from of [app, packageFolder]) {
    // Not resolve(): a package need not export its package.json.
    const folders = createRequire(join(from, "package.json")).resolve.paths(name) ?? [];
    const found = folders
      .map((folder) => join(folder, name))
      .find((folder) => existsSync(join(folder, "package.json")));
    if (found) return found;
  }
  return undefined;
}

/** Throws PackagesMissing unless all of these are installed. */
export function checkPackages(what: string, names: readonly string[], app?: string): void {
  const missing = names.filter((name) => folderOf(name, app) === undefined);
  if (missing.length > 0) throw new PackagesMissing(what, missing);
}

/** Throws PackagesMissing unless PhotoSky can be deployed: it is the sample, and a project's own tests don't need it. */
export function checkPhotosky(): void {
  checkPackages("PhotoSky, the sample application,", PHOTOSKY);
}

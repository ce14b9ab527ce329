import { copyFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DockerImageCode } from "aws-cdk-lib/aws-lambda";
import { buildSync } from "esbuild";

/** PhotoSky's function as a container image: one bundled file on top of AWS's Node.js image. */
export function photoskyImage(functionFolder: string): DockerImageCode {
  const folder = mkdtempSync(join(tmpdir(), "photosky-image-"));
  buildSync({
    entryPoints: [join(functionFolder, "handler.ts")],
    outfile: join(folder, "handler.js"),
    bundle: true,
    minify: true,
    platform: "node",
    target: "node22",
  });
  copyFileSync(join(functionFolder, "Dockerfile"), join(folder, "Dockerfile"));
  return DockerImageCode.fromImageAsset(folder);
}

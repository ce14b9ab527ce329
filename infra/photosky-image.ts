import { copyFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DockerImageCode } from "aws-cdk-lib/aws-lambda";
import { bundlePhotosky, source } from "./photosky-bundle.ts";

/** PhotoSky's function as a container image: its bundle on top of AWS's Node.js image. */
export function photoskyImage(): DockerImageCode {
  const folder = mkdtempSync(join(tmpdir(), "photosky-image-"));
  bundlePhotosky(folder);
  copyFileSync(join(source, "Dockerfile"), join(folder, "Dockerfile"));
  return DockerImageCode.fromImageAsset(folder);
}

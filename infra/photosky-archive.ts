import { AssetHashType } from "aws-cdk-lib";
import { type AssetCode, Code, Runtime } from "aws-cdk-lib/aws-lambda";
import { bundlePhotosky, source } from "./photosky-bundle.ts";

/**
 * PhotoSky's function as an archive. Not a NodejsFunction, which makes one file for Node.js: here a second one is for browsers.
 * Nothing is bundled for a command that does not need it, and nothing asks for Docker.
 */
export function photoskyArchive(): AssetCode {
  return Code.fromAsset(source, {
    // Another archive is another asset, whatever was saved in the sources without a difference.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: Runtime.NODEJS_22_X.bundlingImage,
      local: {
        tryBundle(folder) {
          bundlePhotosky(folder);
          return true;
        },
      },
    },
  });
}

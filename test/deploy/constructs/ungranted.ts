import { App } from "aws-cdk-lib";
import { PhotoskyStack } from "../../../infra/photosky-stack.ts";

// PhotoSky as somebody deploys it who forgot to grant the function its bucket.
// The lab looks at the template itself; the CDK would spend most of its time on that.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new PhotoskyStack(app, "Ungranted");
if (process.env.GRANTED !== "yes") {
  stack.node.findChild("Function").node.findChild("ServiceRole").node.tryRemoveChild("DefaultPolicy");
}

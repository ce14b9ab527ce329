import { App } from "aws-cdk-lib";
import { PhotoskyStack } from "../../../infra/photosky-stack.ts";

// PhotoSky as somebody deploys it who forgot to grant the function its bucket.
const stack = new PhotoskyStack(new App(), "Ungranted");
if (process.env.GRANTED !== "yes") {
  stack.node.findChild("Function").node.findChild("ServiceRole").node.tryRemoveChild("DefaultPolicy");
}

import { App } from "aws-cdk-lib";
import { PhotoskyStack } from "./photosky-stack.ts";

new PhotoskyStack(new App(), process.env.APP_NAME ?? "Photosky");

import { join } from "node:path";
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { Cors, LambdaRestApi } from "aws-cdk-lib/aws-apigateway";
import { type CfnFunction, DockerImageFunction, type FunctionOptions, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { Bucket, HttpMethods } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { photoskyImage } from "./photosky-image.ts";

const root = join(import.meta.dirname, "..");
const source = join(root, "functions/photosky");

/** PhotoSky: a bucket of pictures, the function that knows them, and the API in front of it. The same for every target. */
export class PhotoskyStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const pictures = new Bucket(this, "Pictures", {
      cors: [
        {
          allowedMethods: [HttpMethods.GET, HttpMethods.POST, HttpMethods.PUT, HttpMethods.DELETE],
          allowedOrigins: ["*"],
          allowedHeaders: ["*"],
          exposedHeaders: ["ETag"],
          maxAge: 3000,
        },
      ],
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });

    const settings: FunctionOptions = {
      memorySize: 512,
      timeout: Duration.seconds(300),
      environment: { BUCKET_NAME: pictures.bucketName },
    };
    const photosky =
      this.node.tryGetContext("packaging") === "image"
        ? new DockerImageFunction(this, "Function", { ...settings, code: photoskyImage(source) })
        : new NodejsFunction(this, "Function", {
            ...settings,
            entry: join(source, "handler.ts"),
            projectRoot: root,
            depsLockFilePath: join(root, "package-lock.json"),
            runtime: Runtime.NODEJS_22_X,
            // The SDK comes along: reading one bundled file is quicker than finding the SDK's thousand in the runtime.
            bundling: { format: OutputFormat.CJS, minify: true, bundleAwsSDK: true, forceDockerBundling: false },
          });
    // `lab up --watch` and `lab debug` find the source by it.
    const { defaultChild } = photosky.node;
    if (photosky instanceof NodejsFunction)
      (defaultChild as CfnFunction).addMetadata("skylab:source", "functions/photosky/handler.ts");
    pictures.grantReadWrite(photosky);

    const api = new LambdaRestApi(this, "Api", {
      handler: photosky,
      defaultCorsPreflightOptions: {
        allowOrigins: Cors.ALL_ORIGINS,
        allowMethods: Cors.ALL_METHODS,
        allowHeaders: ["*"],
      },
    });
    new CfnOutput(this, "ApiUrl", { value: api.url, description: "Where PhotoSky answers" });
  }
}

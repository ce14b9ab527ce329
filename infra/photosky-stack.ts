import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from "aws-cdk-lib";
import { Cors, LambdaRestApi } from "aws-cdk-lib/aws-apigateway";
import {
  type CfnFunction,
  DockerImageFunction,
  type FunctionOptions,
  Function as LambdaFunction,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { Bucket, HttpMethods } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { photoskyArchive } from "./photosky-archive.ts";
import { photoskyImage } from "./photosky-image.ts";

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
        ? new DockerImageFunction(this, "Function", { ...settings, code: photoskyImage() })
        : this.#fromArchive(settings);
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

  #fromArchive(settings: FunctionOptions): LambdaFunction {
    const photosky = new LambdaFunction(this, "Function", {
      ...settings,
      code: photoskyArchive(),
      handler: "index.handler",
      runtime: Runtime.NODEJS_22_X,
    });
    // `lab up --watch` and `lab debug` find the sources by these.
    const resource = photosky.node.defaultChild as CfnFunction;
    resource.addMetadata("skylab:source", "functions/photosky/handler.ts");
    resource.addMetadata("skylab:browser", { "page.js": "functions/photosky/page/main.tsx" });
    return photosky;
  }
}

import { App, CfnOutput, RemovalPolicy, SecretValue, Stack } from "aws-cdk-lib";
import { ReadWriteType, Trail } from "aws-cdk-lib/aws-cloudtrail";
import { ApiDestination, Authorization, Connection, HttpMethod } from "aws-cdk-lib/aws-events";
import { Bucket } from "aws-cdk-lib/aws-s3";

// A trail with a log group that is told of what is put into a bucket, which tells EventBridge; and an endpoint outside.
const app = new App({ builtinCloudFormationValidation: false });
const stack = new Stack(app, "Trails", { env: { account: "000000000000", region: "us-east-1" } });
const bucket = new Bucket(stack, "Watched", { eventBridgeEnabled: true, removalPolicy: RemovalPolicy.DESTROY });
const trail = new Trail(stack, "Trail", {
  sendToCloudWatchLogs: true,
  managementEvents: ReadWriteType.WRITE_ONLY,
  isMultiRegionTrail: false,
});
trail.addS3EventSelector([{ bucket }], { includeManagementEvents: false });
const connection = new Connection(stack, "Connection", {
  authorization: Authorization.basic("ann", SecretValue.unsafePlainText("hush")),
});
new ApiDestination(stack, "Destination", { connection, endpoint: "https://example.com", httpMethod: HttpMethod.PUT });

new CfnOutput(stack, "TrailArn", { value: trail.trailArn });
new CfnOutput(stack, "BucketName", { value: bucket.bucketName });

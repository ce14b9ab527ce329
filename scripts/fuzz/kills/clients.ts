import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SSMClient } from "@aws-sdk/client-ssm";

/** Clients of whichever lab runs now. */
export class Clients {
  s3!: S3Client;
  ssm!: SSMClient;
  iam!: IAMClient;
  dynamodb!: DynamoDBClient;
  cloudformation!: CloudFormationClient;
  lambda!: LambdaClient;

  /** Makes the clients of another lab. */
  connect(endpoint: string): void {
    this.close();
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const settings = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
    this.s3 = new S3Client({ ...settings, forcePathStyle: true });
    this.ssm = new SSMClient(settings);
    this.iam = new IAMClient(settings);
    this.dynamodb = new DynamoDBClient(settings);
    this.cloudformation = new CloudFormationClient(settings);
    this.lambda = new LambdaClient(settings);
  }

  close(): void {
    for (const client of [this.s3, this.ssm, this.iam, this.dynamodb, this.cloudformation, this.lambda])
      client?.destroy();
  }
}

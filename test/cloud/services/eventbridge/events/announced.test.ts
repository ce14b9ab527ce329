import { createHash } from "node:crypto";
import { CloudFormation } from "@aws-sdk/client-cloudformation";
import { ECR } from "@aws-sdk/client-ecr";
import { IAM } from "@aws-sdk/client-iam";
import { S3 } from "@aws-sdk/client-s3";
import { SSM } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { useEventBridge } from "../use-eventbridge.ts";

describe("What services tell by themselves", () => {
  const lab = useEventBridge();

  /** The first event that a rule brings to a queue, of what something does. */
  const told = async (pattern: object, act: () => Promise<unknown>) => {
    const { url } = await lab.rule({ pattern });
    await act();
    const [body = ""] = await lab.bodies(url);
    return JSON.parse(body);
  };

  it("is of S3 that an object was created, where its bucket tells EventBridge", async () => {
    const s3 = lab.client(S3, { forcePathStyle: true } as object);
    for (const Bucket of ["silent", "telling"]) await s3.createBucket({ Bucket });
    const NotificationConfiguration = { EventBridgeConfiguration: {} };
    await s3.putBucketNotificationConfiguration({ Bucket: "telling", NotificationConfiguration });
    const event = await told({ source: ["aws.s3"], "detail-type": ["Object Created"] }, async () => {
      for (const Bucket of ["silent", "telling"]) await s3.putObject({ Bucket, Key: "a", Body: "text" });
    });
    expect(event.resources).to.deep.equal(["arn:aws:s3:::telling"]);
    expect(event.detail).to.deep.include({ bucket: { name: "telling" }, reason: "PutObject" });
    expect(event.detail.object).to.include({ key: "a", size: 4 });
  });

  it("is of CloudFormation that a stack's status changed", async () => {
    const TemplateBody = JSON.stringify({ Resources: { Q: { Type: "AWS::SQS::Queue" } } });
    const detail = { "status-details": { status: ["CREATE_COMPLETE"] } };
    const pattern = { source: ["aws.cloudformation"], "detail-type": ["CloudFormation Stack Status Change"], detail };
    const event = await told(pattern, () =>
      lab.client(CloudFormation).createStack({ StackName: "told", TemplateBody }),
    );
    expect(event.resources[0]).to.contain(":stack/told/");
    expect(event.detail["stack-id"]).to.equal(event.resources[0]);
  });

  it("is of SSM that a parameter changed", async () => {
    const event = await told({ source: ["aws.ssm"], detail: { name: ["/told"] } }, () =>
      lab.client(SSM).putParameter({ Name: "/told", Value: "v", Type: "String" }),
    );
    expect(event["detail-type"]).to.equal("Parameter Store Change");
    expect(event.detail).to.deep.equal({ operation: "Create", name: "/told", type: "String" });
  });

  it("is of ECR that an image was pushed", async () => {
    const ecr = lab.client(ECR);
    const repositoryName = "told";
    await ecr.createRepository({ repositoryName });
    const { uploadId } = await ecr.initiateLayerUpload({ repositoryName });
    const bytes = Buffer.from("{}");
    const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    const part = { partFirstByte: 0, partLastByte: 1, layerPartBlob: bytes };
    await ecr.uploadLayerPart({ repositoryName, uploadId, ...part });
    await ecr.completeLayerUpload({ repositoryName, uploadId, layerDigests: [digest] });
    const mediaType = "application/vnd.oci.image.manifest.v1+json";
    const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType, config: { digest, size: 2 }, layers: [] });
    const event = await told({ source: ["aws.ecr"] }, () =>
      ecr.putImage({ repositoryName, imageManifest, imageTag: "latest" }),
    );
    expect(event["detail-type"]).to.equal("ECR Image Action");
    const about = { "action-type": "PUSH", "repository-name": "told", "image-tag": "latest", result: "SUCCESS" };
    expect(event.detail).to.include(about);
  });

  it("is of CloudTrail that an API was called", async () => {
    const pattern = { "detail-type": ["AWS API Call via CloudTrail"], detail: { eventName: ["CreateUser"] } };
    const event = await told(pattern, () => lab.client(IAM).createUser({ UserName: "told" }));
    expect(event.source).to.equal("aws.iam");
    expect(event.detail.requestParameters).to.deep.equal({ userName: "told" });
  });
});

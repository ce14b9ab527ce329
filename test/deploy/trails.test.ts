import { join } from "node:path";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { S3 } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { lab } from "../deployed.ts";

const app = join(packageFolder, "test/deploy/constructs");

describe("The CDK's trails, connections and buckets that tell EventBridge", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  before(async function () {
    target = await lab();
    if (!target.endpoint) this.skip();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    settings = { endpoint: target.endpoint, region: "us-east-1", credentials };
    await target.bootstrap();
  });
  const cdk = (...args: string[]) =>
    target.cdk([args[0] as string, "--app", "node --import tsx trails.ts", ...args.slice(1)], { app });
  const output = async (key: string) => {
    const stack = await describeStack(settings.endpoint, "Trails");
    return (stack && outputOf(stack, key)) ?? "";
  };

  it("are deployed", async () => {
    await cdk("deploy", "--require-approval", "never");
    const cloudtrail = new CloudTrail(settings);
    const Name = await output("TrailArn");
    expect((await cloudtrail.getTrailStatus({ Name })).IsLogging).to.equal(true);
    const { EventSelectors = [] } = await cloudtrail.getEventSelectors({ TrailName: Name });
    expect(EventSelectors.map(({ ReadWriteType }) => ReadWriteType)).to.include("WriteOnly");
    const Bucket = await output("BucketName");
    const s3 = new S3({ ...settings, forcePathStyle: true });
    const { EventBridgeConfiguration } = await s3.getBucketNotificationConfiguration({ Bucket });
    expect(EventBridgeConfiguration).to.deep.equal({});
    const { ApiDestinations = [] } = await new EventBridge(settings).listApiDestinations({ NamePrefix: "Trails" });
    expect(
      ApiDestinations.map(({ HttpMethod, ApiDestinationState }) => [HttpMethod, ApiDestinationState]),
    ).to.deep.equal([["PUT", "ACTIVE"]]);
  });

  it("are destroyed", async () => {
    await cdk("destroy", "--force");
    expect(await describeStack(settings.endpoint, "Trails")).to.equal(undefined);
  });
});

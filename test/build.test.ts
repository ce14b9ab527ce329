import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CloudFormationClient, ValidateTemplateCommand } from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type * as Skylab from "../lab/cloud/index.ts";
import { services } from "../lab/cloud/services/index.ts";
import { modelOf, type ServiceModel } from "../lab/cloud/wire/model.ts";
import { packageFolder } from "../lab/package.ts";

describe("The build", function () {
  this.timeout(60_000);
  let cloud: Skylab.RunningCloud;

  before(async () => {
    const { startCloud }: typeof Skylab = await import(
      pathToFileURL(join(packageFolder, "dist/lab/cloud/index.js")).href
    );
    cloud = await startCloud({ port: 0 });
  });
  after(() => cloud.close());

  for (const name of Object.keys(services) as (keyof typeof services)[]) {
    it(`knows of ${name} what its SDK client knows`, async () => {
      const { model: built, definition } = await cloud.cloud.service(name);
      const whole = modelOf(await services[name].sdk(), undefined, definition.xmlNamespace);
      expect(factsOf(built)).to.deep.equal(factsOf(whole));
    });
  }

  it("reads a large template, in a thread whose module lies apart", async () => {
    const { endpoint, credentials } = cloud;
    const settings = { endpoint, credentials, region: "us-east-1", maxAttempts: 1, forcePathStyle: true };
    const [s3, client] = [new S3Client(settings), new CloudFormationClient(settings)];
    const outputs = Array.from({ length: 190 }, (_, i) => `  O${i}:\n    Value: ${"x".repeat(400)}`).join("\n");
    const Body = `Description: large\nResources:\n  B:\n    Type: AWS::S3::Bucket\nOutputs:\n${outputs}\n`;
    await s3.send(new CreateBucketCommand({ Bucket: "templates" }));
    await s3.send(new PutObjectCommand({ Bucket: "templates", Key: "large.yaml", Body }));
    const TemplateURL = `${endpoint}/templates/large.yaml`;
    expect((await client.send(new ValidateTemplateCommand({ TemplateURL }))).Description).to.equal("large");
    s3.destroy();
    client.destroy();
  });

  /** All of a model that can be compared: not its functions. */
  function factsOf({ operations, routes: _, errors, ...settings }: ServiceModel) {
    return {
      ...settings,
      errors: [...errors.keys()].sort(),
      operations: [...operations.values()]
        .map(({ name, http, streams }) => JSON.stringify({ name, http, streams }))
        .sort(),
    };
  }
});

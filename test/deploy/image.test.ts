import { join } from "node:path";
import { DescribeImagesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { GetFunctionCommand, LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { packageFolder } from "../../lab/package.ts";
import { describeStack, outputOf } from "../../lab/targets/stack.ts";
import type { RunningTarget } from "../../lab/targets/target.ts";
import { lab, needs } from "../deployed.ts";
import { Application } from "../photosky/application.ts";

const NAME = "PhotoskyImage";

describe("PhotoSky as a container image, built without Docker", function () {
  this.timeout(300_000);

  let target: RunningTarget;
  let client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  const cdk = (...args: string[]) =>
    target.cdk([...args, "-c", "packaging=image"], {
      app: join(packageFolder, "infra"),
      env: { APP_NAME: NAME, CDK_VALIDATION: "false" },
    });

  before(async function () {
    // On AWS, deploying is somebody's own decision.
    await needs(this, "disposable", "images");
    target = await lab();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    client = { endpoint: target.endpoint ?? "", region: "us-east-1", credentials };
    await target.bootstrap();
  });

  it("is built, pushed and deployed by the real cdklocal", async () => {
    await cdk("deploy", "--require-approval", "never");
    const stack = await describeStack(client.endpoint, NAME);
    const app = new Application(((stack && outputOf(stack, "ApiUrl")) ?? "").replace(/\/$/, ""));
    expect(await app.names()).to.deep.equal([]);
    const bytes = Buffer.from("not much of a picture");
    await app.upload("a.png", "image/png", bytes);
    expect((await app.picture("a.png")).bytes).to.deep.equal(bytes);
  });

  it("is a function of an image that is in the repository", async () => {
    const lambda = new LambdaClient(client);
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    const found = Functions.find(({ FunctionName }) => FunctionName?.startsWith(NAME) && !/Auto/.test(FunctionName));
    const { Configuration, Code } = await lambda.send(new GetFunctionCommand({ FunctionName: found?.FunctionName }));
    const [, repositoryName, imageTag] = /^[^/]+\/([^:]+):(.+)$/.exec(Code?.ImageUri ?? "") ?? [];
    const describe = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] });
    const { imageDetails } = await new ECRClient(client).send(describe);
    expect(Code?.ResolvedImageUri).to.contain(imageDetails?.[0]?.imageDigest ?? "nothing");
    expect([Configuration?.PackageType, Code?.RepositoryType]).to.deep.equal(["Image", "ECR"]);
  });

  it("goes away again", async () => {
    await cdk("destroy", "--force");
    expect(await describeStack(client.endpoint, NAME)).to.equal(undefined);
  });
});

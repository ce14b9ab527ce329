import {
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetLayerVersionPolicyCommand,
  GetPolicyCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { rootOf } from "../../../../../lab/cloud/auth/caller.ts";
import type { ResourceContext, ResourceProvider } from "../../../../../lab/cloud/service/service.ts";
import { resources } from "../../../../../lab/cloud/services/lambda/resources/index.ts";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Functions, zip } from "../functions.ts";

describe("Lambda's CloudFormation resources", () => {
  const cloud = useCloud();
  let lab: Functions;
  let context: ResourceContext;
  const initiated: string[] = [];
  before(async () => {
    lab = new Functions(cloud.endpoint);
    await lab.makeRole();
    context = {
      cloud: cloud.running.cloud,
      call: cloud.running.cloud.clients(rootOf("000000000000"), "us-east-1"),
      callIn: (region) => cloud.running.cloud.clients(rootOf("000000000000"), region),
      account: "000000000000",
      region: "us-east-1",
      partition: "aws",
      stack: { id: "stack", name: "stack", tags: [{ Key: "stage", Value: "test" }] },
      logicalId: "Resource",
      type: "AWS::Lambda::Function",
      signal: new AbortController().signal,
      initiated: (id) => initiated.push(id),
      name: () => "stack-Resource-1",
      token: "token",
    };
  });
  after(() => lab.destroy());

  const fn = resources["AWS::Lambda::Function"] as Required<ResourceProvider>;
  const permission = resources["AWS::Lambda::Permission"] as ResourceProvider;
  const inline = (text: string) => ({ ZipFile: `exports.handler = async () => ${text};` });
  const found = (FunctionName: string) => lab.lambda.send(new GetFunctionCommand({ FunctionName }));

  it("are functions with code in the template, which change and go", async () => {
    const properties = {
      Role: lab.role,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Code: inline("process.env.GREETING"),
      Timeout: "30",
      Environment: { Variables: { GREETING: "hello" } },
      ReservedConcurrentExecutions: 3,
      Tags: [{ Key: "team", Value: "a" }],
    };
    const { id, attributes } = await fn.create(properties, context);
    expect(id).to.equal("stack-Resource-1");
    expect(initiated).to.deep.equal([id]);
    expect(attributes?.Arn).to.equal("arn:aws:lambda:us-east-1:000000000000:function:stack-Resource-1");
    expect((await lab.invoke(id)).answer).to.equal("hello");
    const created = await found(id);
    expect(created.Configuration?.Timeout).to.equal(30);
    expect(created.Concurrency?.ReservedConcurrentExecutions).to.equal(3);
    expect(created.Tags).to.deep.equal({ stage: "test", team: "a" });

    const { Environment: _, Tags: __, ReservedConcurrentExecutions: ___, Timeout: ____, ...rest } = properties;
    const after = { ...rest, Code: inline("[process.env.GREETING ?? 'none']") };
    expect(await fn.update(id, after, properties, context)).to.deep.equal({ id, attributes });
    expect((await lab.invoke(id)).answer).to.deep.equal(["none"]);
    const updated = await found(id);
    expect(updated.Configuration?.Timeout).to.equal(3);
    expect(updated.Concurrency).to.equal(undefined);
    expect(updated.Tags).to.deep.equal({ stage: "test" });

    await fn.delete(id, after, context);
    expect((await failure(found(id))).name).to.equal("ResourceNotFoundException");
    await fn.delete(id, after, context);
  });

  it("are permissions, which go with or before their function", async () => {
    await lab.create("guarded", "export const handler = async () => 1;");
    const properties = { FunctionName: "guarded", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
    const { id } = await permission.create(properties, context);
    const policy = () => lab.lambda.send(new GetPolicyCommand({ FunctionName: "guarded" }));
    expect(JSON.parse((await policy()).Policy ?? "").Statement[0].Sid).to.equal(id);
    await permission.delete(id, properties, context);
    expect((await failure(policy())).name).to.equal("ResourceNotFoundException");
    await permission.delete(id, properties, context);
    await permission.delete(id, { ...properties, FunctionName: "nobody" }, context);
  });

  it("are versions, once for each state of their function, and aliases", async () => {
    const version = resources["AWS::Lambda::Version"] as ResourceProvider;
    const alias = resources["AWS::Lambda::Alias"] as Required<ResourceProvider>;
    await lab.create("released", "export const handler = async () => 1;");
    const FunctionName = "released";
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:released";
    const published = await version.create({ FunctionName, Description: "first" }, context);
    expect(published).to.deep.equal({ id: `${arn}:1`, attributes: { FunctionArn: `${arn}:1`, Version: "1" } });
    const again = await failure(version.create({ FunctionName }, context));
    expect(again.message).to.match(/^A version for this Lambda function exists \( 1 \)\./);

    const properties = { FunctionName, Name: "live", FunctionVersion: "1" };
    const { id } = await alias.create(properties, context);
    expect(id).to.equal(`${arn}:live`);
    await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9 }));
    const second = await version.create({ FunctionName }, context);
    const weights = [{ FunctionVersion: "2", FunctionWeight: 0.25 }];
    const after = { ...properties, RoutingConfig: { AdditionalVersionWeights: weights } };
    expect((await alias.update(id, after, properties, context)).id).to.equal(id);
    const found = await lab.lambda.send(new GetAliasCommand({ FunctionName, Name: "live" }));
    expect(found.RoutingConfig?.AdditionalVersionWeights).to.deep.equal({ "2": 0.25 });
    await alias.update(id, properties, after, context);
    await version.delete(second.id, {}, context);
    await alias.delete(id, properties, context);
    await version.delete(published.id, {}, context);
    await version.delete(published.id, {}, context);
    expect((await failure(lab.lambda.send(new GetFunctionCommand({ FunctionName: published.id })))).name).to.equal(
      "ResourceNotFoundException",
    );
  });

  it("are layers' versions and permissions", async () => {
    const layer = resources["AWS::Lambda::LayerVersion"] as ResourceProvider;
    const shared = resources["AWS::Lambda::LayerVersionPermission"] as ResourceProvider;
    const Content = { ZipFile: await zip({ a: "a" }) };
    const { id, attributes } = await layer.create({ Content, Description: "tools" }, context);
    expect(id).to.equal("arn:aws:lambda:us-east-1:000000000000:layer:stack-Resource-1:1");
    expect(attributes).to.deep.equal({ LayerVersionArn: id });
    const properties = { LayerVersionArn: id, Action: "lambda:GetLayerVersion", Principal: "*" };
    const permission = await shared.create(properties, context);
    const version = { LayerName: "stack-Resource-1", VersionNumber: 1 };
    const policy = () => lab.lambda.send(new GetLayerVersionPolicyCommand(version));
    expect(JSON.parse((await policy()).Policy ?? "").Statement).to.have.length(1);
    for (let times = 0; times < 2; times++) await shared.delete(permission.id, properties, context);
    expect((await failure(policy())).message).to.equal("No policy is associated with the given resource.");
    for (let times = 0; times < 2; times++) await layer.delete(id, {}, context);
    expect((await failure(policy())).message).to.equal("The resource you requested does not exist.");
  });

  it("are function URLs", async () => {
    const url = resources["AWS::Lambda::Url"] as Required<ResourceProvider>;
    await lab.create("visited", "export const handler = async () => 'hello';");
    const TargetFunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:visited";
    const properties = { TargetFunctionArn, AuthType: "NONE", Cors: { AllowOrigins: ["*"] } };
    const { id, attributes } = await url.create(properties, context);
    expect([id, attributes?.FunctionArn]).to.deep.equal([TargetFunctionArn, TargetFunctionArn]);
    const answer = async () => await fetch(String(attributes?.FunctionUrl), { headers: { origin: "https://a.b" } });
    expect((await answer()).headers.get("access-control-allow-origin")).to.equal("*");
    const after = { TargetFunctionArn, AuthType: "NONE" };
    expect(await url.update(id, after, properties, context)).to.deep.equal({ id, attributes });
    expect((await answer()).headers.get("access-control-allow-origin")).to.equal(null);
    for (let times = 0; times < 2; times++) await url.delete(id, after, context);
    expect((await answer()).status).to.equal(403);
  });

  it("are what becomes of asynchronous events", async () => {
    const config = resources["AWS::Lambda::EventInvokeConfig"] as Required<ResourceProvider>;
    await lab.create("events", "export const handler = async () => 1;");
    const properties = { FunctionName: "events", Qualifier: "$LATEST", MaximumRetryAttempts: 0 };
    const { id } = await config.create(properties, context);
    const { MaximumRetryAttempts: _, ...after } = properties;
    await config.update(id, after, properties, context);
    const find = () => lab.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: "events" }));
    expect((await find()).MaximumRetryAttempts).to.equal(undefined);
    for (let times = 0; times < 2; times++) await config.delete(id, after, context);
    expect((await failure(find())).name).to.equal("ResourceNotFoundException");
  });

  it("are code-signing configurations, provisioned concurrency and kept settings", async () => {
    const signing = resources["AWS::Lambda::CodeSigningConfig"] as Required<ResourceProvider>;
    const alias = resources["AWS::Lambda::Alias"] as Required<ResourceProvider>;
    const publishers = {
      AllowedPublishers: { SigningProfileVersionArns: ["arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/1"] },
    };
    const { id } = await signing.create(publishers, context);
    expect((await signing.update(id, { ...publishers, Description: "x" }, publishers, context)).id).to.equal(id);

    const properties = { Role: lab.role, Runtime: "nodejs22.x", Handler: "index.handler", Code: inline("1") };
    const named = { ...properties, FunctionName: "settled", CodeSigningConfigArn: id, RecursiveLoop: "Allow" };
    await fn.create(named, context);
    const codeSigning = async () =>
      (await context.call.lambda.GetFunctionCodeSigningConfig({ FunctionName: "settled" })).CodeSigningConfigArn;
    expect(await codeSigning()).to.equal(id);
    await fn.update("settled", { ...properties, FunctionName: "settled" }, named, context);
    expect(await codeSigning()).to.equal("");
    const { RecursiveLoop } = await context.call.lambda.GetFunctionRecursionConfig({ FunctionName: "settled" });
    expect(RecursiveLoop).to.equal("Terminate");
    for (let times = 0; times < 2; times++) await signing.delete(id, publishers, context);

    await context.call.lambda.PublishVersion({ FunctionName: "settled" });
    const live = { FunctionName: "settled", Name: "live", FunctionVersion: "1" };
    const warm = { ...live, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } };
    const created = await alias.create(warm, context);
    const list = async () =>
      (await context.call.lambda.ListProvisionedConcurrencyConfigs({ FunctionName: "settled" }))
        .ProvisionedConcurrencyConfigs;
    expect(await list()).to.have.length(1);
    await alias.update(created.id, live, warm, context);
    expect(await list()).to.have.length(0);
  });
});

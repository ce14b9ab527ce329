import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { open } from "lmdb";
import { rootOf } from "../../../lab/cloud/auth/caller.ts";
import type { Cloud } from "../../../lab/cloud/cloud.ts";
import { type RunningCloud, startCloud } from "../../../lab/cloud/index.ts";
import type { CloudFormationState } from "../../../lab/cloud/services/cloudformation/state.ts";
import { zip } from "../services/lambda/functions.ts";
import { until } from "../until.ts";
import { failure } from "../use-cloud.ts";

const [GONE, KEPT] = ["200000000001", "200000000002"];
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const LARGE = Buffer.alloc(50_000, "x");

/** Every record of a state that mentions an account, as text. */
function recordsOf(folder: string, account: string): string[] {
  const db = open({ path: join(folder, "data.mdb"), sharedStructuresKey: Symbol.for("structures"), readOnly: true });
  const texts = [...db.getRange({ start: [""] })].map(({ key, value }) => JSON.stringify([key, value]));
  void db.close();
  // What is called goes on being noted.
  return texts.filter((text) => text.includes(account) && !(account === KEPT && text.startsWith('[["calls"')));
}

/** Makes something of every kind in an account, of which names that are unique in the whole cloud end in a number. */
async function fill(cloud: Cloud, account: string, unique: number): Promise<void> {
  const { iam, s3, lambda, ssm, ecr, apigateway, apigatewayv2, cloudformation, sts } = cloud.clients(
    rootOf(account),
    "us-east-1",
  );
  const Principal = { AWS: account, Service: "lambda.amazonaws.com" };
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal, Action: "sts:AssumeRole" },
  });
  const { Role } = await iam.CreateRole({ RoleName: "r", AssumeRolePolicyDocument, Tags: [{ Key: "a", Value: "b" }] });
  await iam.AttachRolePolicy({ RoleName: "r", PolicyArn: ADMINISTRATOR });
  const { User } = await iam.CreateUser({ UserName: "ann" });
  const { AccessKey } = await iam.CreateAccessKey({ UserName: "ann" });
  const at = cloud.clock.now();
  cloud.credentials.lastUsed.noteKey(AccessKey?.AccessKeyId ?? "", "s3", "us-east-1", at);
  await iam.CreateGroup({ GroupName: "g" });
  await iam.CreateInstanceProfile({ InstanceProfileName: "p" });
  await iam.CreateAccountAlias({ AccountAlias: `alias-${unique}` });
  await sts.AssumeRole({ RoleArn: Role?.Arn ?? "", RoleSessionName: "me" });

  const ann = { kind: "user" as const, account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" };
  cloud.credentials.lastUsed.noteAction(ann, "s3:GetObject", "us-east-1", at);

  const Bucket = `photos-${unique}`;
  await s3.CreateBucket({ Bucket });
  await s3.PutBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
  for (const Body of [LARGE, "small"]) await s3.PutObject({ Bucket, Key: "k", Body });
  const { UploadId = "" } = await s3.CreateMultipartUpload({ Bucket, Key: "part" });
  await s3.UploadPart({ Bucket, Key: "part", UploadId, PartNumber: 1, Body: LARGE });

  const code = `export const handler = async (event) => { console.log("${account}"); if (event?.slow) await new Promise((done) => setTimeout(done, 60000)); return "${account} " + process.env.AWS_ACCESS_KEY_ID; };`;
  const ZipFile = await zip({ "index.mjs": code, "filling.txt": [...Array(20_000).keys()].join(" ") });
  const settings = { Role: Role?.Arn ?? "", Runtime: "nodejs22.x" as const, Handler: "index.handler", Timeout: 120 };
  await lambda.CreateFunction({ FunctionName: "f", ...settings, Code: { ZipFile }, Publish: true });
  await lambda.CreateAlias({ FunctionName: "f", Name: "live", FunctionVersion: "1" });
  await lambda.CreateFunctionUrlConfig({ FunctionName: "f", AuthType: "AWS_IAM" });
  await lambda.PublishLayerVersion({ LayerName: "l", Content: { ZipFile } });
  await lambda.CreateCodeSigningConfig({
    AllowedPublishers: { SigningProfileVersionArns: ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/p/v"] },
  });
  await lambda.Invoke({ FunctionName: "f" });

  await ssm.PutParameter({ Name: "/a", Value: "v", Type: "String", Tags: [{ Key: "a", Value: "b" }] });
  const repositoryName = "images";
  await ecr.CreateRepository({ repositoryName });
  const { uploadId = "" } = await ecr.InitiateLayerUpload({ repositoryName });
  await ecr.UploadLayerPart({
    ...{ repositoryName, uploadId, partFirstByte: 0, partLastByte: LARGE.length - 1, layerPartBlob: LARGE },
  });
  const layerDigests = [`sha256:${createHash("sha256").update(LARGE).digest("hex")}`];
  await ecr.CompleteLayerUpload({ repositoryName, uploadId, layerDigests });
  const { restApi } = { restApi: await apigateway.CreateRestApi({ name: "n", tags: { a: "b" } }) };
  const resourceId = restApi.rootResourceId ?? "";
  await apigateway.PutMethod({ restApiId: restApi.id ?? "", resourceId, httpMethod: "GET", authorizationType: "NONE" });
  await apigateway.PutIntegration({ restApiId: restApi.id ?? "", resourceId, httpMethod: "GET", type: "MOCK" });
  await apigateway.CreateDeployment({ restApiId: restApi.id ?? "", stageName: "s" });
  await apigateway.CreateApiKey({ name: "k" });
  await apigateway.CreateUsagePlan({ name: "p" });
  const domainName = `n${unique}.example.com`;
  await apigateway.CreateDomainName({
    domainName,
    regionalCertificateArn: `arn:aws:acm:us-east-1:${account}:certificate/c`,
    endpointConfiguration: { types: ["REGIONAL"] },
  });
  await apigateway.CreateBasePathMapping({ domainName, restApiId: restApi.id ?? "", stage: "s" });
  const { ApiId = "" } = await apigatewayv2.CreateApi({ Name: "n", ProtocolType: "HTTP" });
  await apigatewayv2.CreateStage({ ApiId, StageName: "$default", AutoDeploy: true });

  const parameter = { Type: "AWS::SSM::Parameter", Properties: { Name: "by-stack", Type: "String", Value: "v" } };
  await cloudformation.CreateStack({
    StackName: "whole",
    TemplateBody: JSON.stringify({ Resources: { P: parameter } }),
  });
  const handle = { Type: "AWS::CloudFormation::WaitConditionHandle" };
  const wait = { Type: "AWS::CloudFormation::WaitCondition", Properties: { Handle: { Ref: "H" }, Timeout: "3600" } };
  const TemplateBody = JSON.stringify({ Resources: { H: handle, W: wait } });
  await cloudformation.CreateStack({ StackName: "waiting", TemplateBody });
  await until(async () => (await statusOf(cloud, account, "whole")) === "CREATE_COMPLETE");
  cloud.accounts.put(account, { iam: "audit" });
}

async function statusOf(cloud: Cloud, account: string, StackName: string) {
  const { cloudformation } = cloud.clients(rootOf(account), "us-east-1");
  return (await cloudformation.DescribeStacks({ StackName })).Stacks?.[0]?.StackStatus;
}

describe("An account that is forgotten", () => {
  let folder: string;
  let running: RunningCloud;
  let kept: string[];
  let blobs: string[];
  let slow: Promise<Error>;

  /** An account's function answers, with credentials that are its own. */
  const works = async (account: string) => {
    const { Payload } = await running.cloud.clients(rootOf(account), "us-east-1").lambda.Invoke({ FunctionName: "f" });
    const [said, key = ""] = JSON.parse(Buffer.from(Payload ?? "").toString()).split(" ");
    expect([said, running.cloud.credentials.accountOf(key)]).to.deep.equal([account, account]);
  };
  /** The ids of the blobs that are files. */
  const blobFiles = async () => (await readdir(join(folder, "blobs"))).sort();
  const forget = async () => {
    const { token } = (await (await fetch(`${running.endpoint}/_lab/token`)).json()) as { token: string };
    const url = `${running.endpoint}/_lab/accounts/${GONE}`;
    return await fetch(url, { method: "DELETE", headers: { "x-lab-token": token } });
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "skylab-forget-"));
    running = await startCloud({ port: 0, state: folder });
    await fill(running.cloud, KEPT, 2);
    blobs = await blobFiles();
    await fill(running.cloud, GONE, 1);
    const { lambda, ssm } = running.cloud.clients(rootOf(GONE), "us-east-1");
    // What users write may look like a blob's id, and may be one.
    for (const Value of blobs) await ssm.PutParameter({ Name: `/blobs/${Value}`, Value, Type: "String" });
    slow = failure(
      lambda
        .Invoke({ FunctionName: "f", Payload: Buffer.from('{"slow":true}') })
        .then(({ FunctionError }) => Promise.reject(new Error(FunctionError))),
    );
    // It is at work when its log says so.
    const { logs } = running.cloud.clients(rootOf(GONE), "us-east-1");
    const messages = async () =>
      (await logs.FilterLogEvents({ logGroupName: "/aws/lambda/f" }).catch(() => undefined))?.events ?? [];
    await until(async () => (await messages()).filter(({ message }) => message?.includes(GONE)).length > 1);
  });
  after(async () => {
    await running.close();
    await rm(folder, { recursive: true });
  });

  it("ends what runs for it, and leaves nothing", async () => {
    expect(recordsOf(folder, GONE).length).to.be.above(50);
    const { iam: own } = running.cloud.clients(rootOf(GONE), "us-east-1");
    const { User } = await own.GetUser({ UserName: "ann" });
    const { AccessKeyMetadata } = await own.ListAccessKeys({ UserName: "ann" });
    const ids = [User?.UserId ?? "", AccessKeyMetadata?.[0]?.AccessKeyId ?? ""];
    running.cloud.credentials.lastUsed.flush();
    for (const id of ids) expect(recordsOf(folder, id).some((text) => text.includes("last-used"))).to.equal(true);
    kept = recordsOf(folder, KEPT);
    expect((await forget()).status).to.equal(200);
    await slow;
    running.cloud.credentials.lastUsed.flush();
    for (const one of [GONE, ...ids]) expect(recordsOf(folder, one)).to.deep.equal([]);
    const { s3, lambda, iam } = running.cloud.clients(rootOf(GONE), "us-east-1");
    expect((await s3.ListBuckets({})).Buckets).to.deep.equal([]);
    expect((await lambda.ListFunctions({})).Functions).to.deep.equal([]);
    expect((await failure(iam.GetUser({ UserName: "ann" }))).name).to.equal("NoSuchEntity");
    expect(running.cloud.accounts.modeOf(GONE)).to.equal("enforce");
  });

  it("leaves all other accounts as they were, and what they run", async () => {
    expect(recordsOf(folder, KEPT).sort()).to.deep.equal(kept.sort());
    const { s3, ssm } = running.cloud.clients(rootOf(KEPT), "us-east-1");
    const { VersionId } = ((await s3.ListObjectVersions({ Bucket: "photos-2" })).Versions ?? []).at(-1) ?? {};
    expect((await s3.GetObject({ Bucket: "photos-2", Key: "k", VersionId })).ContentLength).to.equal(LARGE.length);
    await works(KEPT);
    expect((await ssm.GetParameter({ Name: "by-stack" })).Parameter?.Value).to.equal("v");
    const { state } = await running.cloud.service("cloudformation");
    expect([...(state as CloudFormationState).runs.keys()].join()).to.match(
      new RegExp(`:${KEPT}:stack/waiting/[^,]*$`),
    );
  });

  it("takes its own blobs along, and no other's whose id it has written down", async () => {
    expect(blobs).to.have.length.above(4);
    await until(async () => (await blobFiles()).length <= blobs.length);
    expect(await blobFiles()).to.deep.equal(blobs);
  });

  it("can be filled anew, with the same names", async () => {
    await fill(running.cloud, GONE, 1);
    await works(GONE);
    expect((await forget()).status).to.equal(200);
  });

  it("is forgotten after a restart, too, and the others are there", async () => {
    await running.close();
    running = await startCloud({ port: 0, state: folder });
    expect(recordsOf(folder, GONE)).to.deep.equal([]);
    const { iam } = running.cloud.clients(rootOf(KEPT), "us-east-1");
    expect((await iam.GetRole({ RoleName: "r" })).Role?.Tags).to.deep.equal([{ Key: "a", Value: "b" }]);
    await works(KEPT);
    expect(await statusOf(running.cloud, KEPT, "whole")).to.equal("CREATE_COMPLETE");
    expect(await blobFiles()).to.deep.equal(blobs);
  });

  it("may be one that has nothing, and must be one", async () => {
    const { token } = (await (await fetch(`${running.endpoint}/_lab/token`)).json()) as { token: string };
    const ask = async (account: string, headers: Record<string, string> = { "x-lab-token": token }) =>
      (await fetch(`${running.endpoint}/_lab/accounts/${account}`, { method: "DELETE", headers })).status;
    expect(await ask("299999999999")).to.equal(200);
    expect(await ask("all")).to.equal(400);
    expect(await ask(KEPT, {})).to.equal(403);
    expect((await running.cloud.clients(rootOf(KEPT), "us-east-1").s3.ListBuckets({})).Buckets).to.have.length(1);
  });
});

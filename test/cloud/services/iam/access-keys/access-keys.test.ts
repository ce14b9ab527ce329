import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IAM } from "@aws-sdk/client-iam";
import { Lambda } from "@aws-sdk/client-lambda";
import { S3 } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";
import { expect } from "chai";
import { startCloud } from "../../../../../lab/cloud/index.ts";
import { failure, useCloud } from "../../../use-cloud.ts";

describe("Access keys", () => {
  const lab = useCloud();
  let iam: IAM;
  before(() => {
    iam = lab.client(IAM);
  });
  const newKey = async (UserName: string) => {
    await iam.createUser({ UserName });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    return { accessKeyId: AccessKey?.AccessKeyId as string, secretAccessKey: AccessKey?.SecretAccessKey as string };
  };

  it("that are inactive are refused as unknown ones are, until they are active again", async () => {
    const credentials = await newKey("idle");
    const AccessKeyId = credentials.accessKeyId;
    const sts = lab.client(STS, { credentials });
    await sts.getCallerIdentity({});
    await iam.updateAccessKey({ UserName: "idle", AccessKeyId, Status: "Inactive" });
    const query = await failure(sts.getCallerIdentity({}));
    expect([query.name, query.message, query.$metadata?.httpStatusCode]).to.deep.equal([
      "InvalidClientTokenId",
      "The security token included in the request is invalid.",
      403,
    ]);
    expect((await failure(lab.client(S3, { credentials }).listBuckets({}))).name).to.equal("InvalidAccessKeyId");
    expect((await failure(lab.client(Lambda, { credentials }).listFunctions({}))).name).to.equal(
      "UnrecognizedClientException",
    );
    const { AccessKeyMetadata } = await iam.listAccessKeys({ UserName: "idle" });
    expect(AccessKeyMetadata?.map(({ Status }) => Status)).to.deep.equal(["Inactive"]);
    await iam.updateAccessKey({ UserName: "idle", AccessKeyId, Status: "Active" });
    await sts.getCallerIdentity({});
    const other = iam.updateAccessKey({ UserName: "idle", AccessKeyId: "AKIAAAAAAAAAAAAAAAAA", Status: "Active" });
    expect((await failure(other)).name).to.equal("NoSuchEntityException");
    const wrong = iam.updateAccessKey({ UserName: "idle", AccessKeyId, Status: "Gone" as "Active" });
    expect((await failure(wrong)).name).to.equal("ValidationError");
  });

  it("tell when and where they were used last", async () => {
    const credentials = await newKey("busy");
    const AccessKeyId = credentials.accessKeyId;
    const used = async (client = iam) => (await client.getAccessKeyLastUsed({ AccessKeyId })).AccessKeyLastUsed;
    const never = await iam.getAccessKeyLastUsed({ AccessKeyId });
    expect([never.UserName, never.AccessKeyLastUsed]).to.deep.equal(["busy", { ServiceName: "N/A", Region: "N/A" }]);
    const sts = lab.client(STS, { credentials, region: "eu-west-1" });
    await sts.getCallerIdentity({});
    expect(await used()).to.deep.include({ ServiceName: "sts", Region: "eu-west-1" });
    // A request that is denied is a use, too.
    await failure(lab.client(S3, { credentials }).listBuckets({}));
    expect(await used()).to.deep.include({ ServiceName: "s3", Region: "us-east-1" });
    lab.clock.advance(3_600_000);
    const later = { systemClockOffset: 3_600_000 } as object;
    await failure(lab.client(S3, { credentials, ...later }).listBuckets({}));
    const { LastUsedDate } = (await used(lab.client(IAM, later))) ?? {};
    expect(Math.abs((LastUsedDate?.getTime() ?? 0) - lab.clock.now())).to.be.lessThan(5000);
    const others = { accessKeyId: "111111111111", secretAccessKey: "test" };
    const elsewhere = lab.client(IAM, { credentials: others, ...later });
    expect((await failure(elsewhere.getAccessKeyLastUsed({ AccessKeyId }))).name).to.equal("AccessDenied");
  });

  it("remember their last use when the lab starts again", async () => {
    const state = mkdtempSync(join(tmpdir(), "skylab-keys-"));
    const client = (endpoint: string, credentials = { accessKeyId: "test", secretAccessKey: "test" }) =>
      ({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 }) as const;
    try {
      let AccessKeyId: string;
      {
        await using cloud = await startCloud({ port: 0, state });
        const root = new IAM(client(cloud.endpoint));
        await root.createUser({ UserName: "kept" });
        const { AccessKey } = await root.createAccessKey({ UserName: "kept" });
        AccessKeyId = AccessKey?.AccessKeyId as string;
        const secretAccessKey = AccessKey?.SecretAccessKey as string;
        await new STS(client(cloud.endpoint, { accessKeyId: AccessKeyId, secretAccessKey })).getCallerIdentity({});
      }
      await using cloud = await startCloud({ port: 0, state });
      const { AccessKeyLastUsed } = await new IAM(client(cloud.endpoint)).getAccessKeyLastUsed({ AccessKeyId });
      expect(AccessKeyLastUsed?.ServiceName).to.equal("sts");
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  });
});

describe("Access keys of a root", () => {
  const lab = useCloud();

  it("are made, used, counted and deleted as those of a user are", async () => {
    const iam = lab.client(IAM);
    const { AccessKey } = await iam.createAccessKey({});
    const AccessKeyId = AccessKey?.AccessKeyId as string;
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: AccessKey?.SecretAccessKey as string };
    const sts = lab.client(STS, { credentials });
    expect((await sts.getCallerIdentity({})).Arn).to.equal("arn:aws:iam::000000000000:root");
    expect((await iam.listAccessKeys({})).AccessKeyMetadata?.map((key) => key.AccessKeyId)).to.deep.equal([
      AccessKeyId,
    ]);
    expect((await iam.getAccountSummary({})).SummaryMap?.AccountAccessKeysPresent).to.equal(1);
    expect((await iam.getAccessKeyLastUsed({ AccessKeyId })).AccessKeyLastUsed?.ServiceName).to.equal("sts");
    await iam.createAccessKey({});
    expect((await failure(iam.createAccessKey({}))).message).to.equal("Cannot exceed quota for AccessKeysPerUser: 2");
    await iam.deleteAccessKey({ AccessKeyId });
    expect((await failure(sts.getCallerIdentity({}))).name).to.equal("InvalidClientTokenId");
  });
});

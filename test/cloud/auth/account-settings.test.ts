import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateUserCommand, IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { rootOf } from "../../../lab/cloud/auth/caller.ts";
import { startCloud } from "../../../lab/cloud/index.ts";
import { failure, useCloud } from "../use-cloud.ts";

const ACCOUNT = "111111111111";
const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const FULL = document({ Effect: "Allow", Action: "*", Resource: "*" });
const credentials = { accessKeyId: ACCOUNT, secretAccessKey: "test" };

describe("What is set for an account", () => {
  const lab = useCloud();
  const put = async (account: string, settings: unknown, endpoint = lab.endpoint) => {
    const { token } = (await (await fetch(`${endpoint}/_lab/token`)).json()) as { token: string };
    const body = typeof settings === "string" ? settings : JSON.stringify(settings);
    const response = await fetch(`${endpoint}/_lab/accounts/${account}`, {
      method: "PUT",
      headers: { "x-lab-token": token },
      body,
    });
    return { status: response.status, ...((await response.json()) as { message?: string; iam?: string }) };
  };
  const parameter = (call: SSMClient) =>
    call.send(new PutParameterCommand({ Name: "p", Value: "v", Type: "String", Overwrite: true }));
  let ssm: SSMClient;
  before(() => {
    ssm = lab.client(SSMClient, { credentials });
  });
  afterEach(() => put(ACCOUNT, {}));

  it("limits its root by service control policies, in AWS's words, and no other account", async () => {
    await put(ACCOUNT, {
      serviceControlPolicies: [[FULL], [FULL, document({ Effect: "Deny", Action: "ssm:Put*", Resource: "*" })]],
    });
    const denied = await failure(parameter(ssm));
    expect([denied.name, denied.message]).to.deep.equal([
      "AccessDeniedException",
      `User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform: ssm:PutParameter on resource: arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/p with an explicit deny in a service control policy`,
    ]);
    await lab.client(S3Client, { credentials }).send(new ListBucketsCommand());
    await parameter(lab.client(SSMClient));
    await parameter(lab.client(SSMClient, { credentials: { accessKeyId: "222222222222", secretAccessKey: "test" } }));
    expect(lab.running.cloud.denials.all.at(-1)).to.deep.include({ action: "ssm:PutParameter", enforced: true });
  });

  it("allows only what each level allows", async () => {
    const s3 = lab.client(S3Client, { credentials });
    await put(ACCOUNT, {
      serviceControlPolicies: [[FULL], [document({ Effect: "Allow", Action: "s3:*", Resource: "*" })]],
    });
    expect((await failure(parameter(ssm))).message).to.contain(
      "because no service control policy allows the ssm:PutParameter action",
    );
    await s3.send(new CreateBucketCommand({ Bucket: "of-a-member" }));
    await put(ACCOUNT, {
      serviceControlPolicies: [[document({ Effect: "Allow", Action: "ssm:*", Resource: "*" })], [FULL]],
    });
    await parameter(ssm);
    expect((await failure(s3.send(new CreateBucketCommand({ Bucket: "of-another" })))).name).to.equal("AccessDenied");
    // Root's own bucket, too: nothing of the account is beyond its organization.
    await put(ACCOUNT, {});
    await s3.send(new CreateBucketCommand({ Bucket: "of-another" }));
  });

  it("leaves to a root what the policy of its bucket takes from it, and no more", async () => {
    const s3 = lab.client(S3Client, { credentials });
    await s3.send(new CreateBucketCommand({ Bucket: "locked-out" }));
    const deny = document({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::locked-out" });
    await s3.send(new PutBucketPolicyCommand({ Bucket: "locked-out", Policy: JSON.stringify(deny) }));
    const remove = () => s3.send(new DeleteBucketPolicyCommand({ Bucket: "locked-out" }));
    const Statement = { Effect: "Deny", Action: "s3:DeleteBucketPolicy", Resource: "*" };
    await put(ACCOUNT, { serviceControlPolicies: [[FULL, document(Statement)]] });
    expect((await failure(remove())).message).to.contain("with an explicit deny in a service control policy");
    await put(ACCOUNT, { serviceControlPolicies: [[FULL]] });
    await remove();
  });

  it("limits users and roles, but no services and no roles that are linked to those", async () => {
    await put(ACCOUNT, { serviceControlPolicies: [[document({ Effect: "Allow", Action: "s3:*", Resource: "*" })]] });
    const { cloud } = lab.running;
    const session = (path: string) => ({
      kind: "session" as const,
      account: ACCOUNT,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s`,
      userId: "AROA:s",
      role: `arn:aws:iam::${ACCOUNT}:role/${path}r`,
    });
    const of = (caller: Parameters<typeof cloud.accounts.serviceControlOf>[0]) =>
      cloud.accounts.serviceControlOf(caller)?.length;
    expect(of(session(""))).to.equal(1);
    expect(of(rootOf(ACCOUNT))).to.equal(1);
    expect(of(session("aws-service-role/lambda.amazonaws.com/"))).to.equal(undefined);
    expect(of({ kind: "service", account: ACCOUNT, arn: "lambda.amazonaws.com", userId: "" })).to.equal(undefined);
    expect(of(rootOf("000000000000"))).to.equal(undefined);
  });

  it("decides whether its users' policies count, whatever the lab does", async () => {
    const { cloud } = lab.running;
    const caller = { kind: "user" as const, account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/nobody`, userId: "A" };
    const call = cloud.clients(caller, "us-east-1").ssm;
    const other = cloud.clients(
      { ...caller, account: "222222222222", arn: "arn:aws:iam::222222222222:user/nobody" },
      "us-east-1",
    ).ssm;
    const write = (one: typeof call) => one.PutParameter({ Name: "q", Value: "v", Type: "String", Overwrite: true });
    expect((await failure(write(call))).name).to.equal("AccessDeniedException");
    expect((await put(ACCOUNT, { iam: "audit" })).iam).to.equal("audit");
    await write(call);
    expect(cloud.denials.all.at(-1)).to.deep.include({
      action: "ssm:PutParameter",
      caller: caller.arn,
      enforced: false,
    });
    expect((await failure(write(other))).name).to.equal("AccessDeniedException");
    const noted = cloud.denials.all.length;
    await put(ACCOUNT, { iam: "off" });
    await write(call);
    expect(cloud.denials.all.length).to.equal(noted);
  });

  it("is told by the simulator of policies", async () => {
    const iam = lab.client(IAMClient, { credentials });
    const { User } = await iam.send(new CreateUserCommand({ UserName: "ann" }));
    const simulate = async () => {
      const input = { PolicySourceArn: User?.Arn, ActionNames: ["ssm:GetParameter", "s3:GetObject"] };
      const { EvaluationResults = [] } = await iam.send(
        new SimulatePrincipalPolicyCommand({ ...input, PolicyInputList: [JSON.stringify(FULL)] }),
      );
      return EvaluationResults.map((one) => [
        one.EvalDecision,
        one.OrganizationsDecisionDetail?.AllowedByOrganizations,
      ]);
    };
    expect(await simulate()).to.deep.equal([
      ["allowed", undefined],
      ["allowed", undefined],
    ]);
    await put(ACCOUNT, {
      serviceControlPolicies: [
        [FULL, document({ Effect: "Deny", Action: "ssm:*", Resource: "*" })],
        [document({ Effect: "Allow", Action: ["iam:*", "ssm:*"], Resource: "*" })],
      ],
    });
    expect(await simulate()).to.deep.equal([
      ["explicitDeny", false],
      ["implicitDeny", false],
    ]);
  });

  it("is listed, and kept when the lab starts again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "skylab-accounts-"));
    const started = async <R>(work: (endpoint: string) => Promise<R>) => {
      await using cloud = await startCloud({ port: 0, state: folder });
      return await work(cloud.endpoint);
    };
    try {
      await started((endpoint) => put(ACCOUNT, { iam: "off", serviceControlPolicies: [[FULL]] }, endpoint));
      const { accounts } = await started(
        async (endpoint) => (await (await fetch(`${endpoint}/_lab/accounts`)).json()) as { accounts: object[] },
      );
      expect(accounts).to.deep.equal([
        { account: "000000000000", iam: "enforce", settings: {} },
        { account: ACCOUNT, iam: "off", settings: { iam: "off", serviceControlPolicies: [[FULL]] } },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  const bad: readonly [name: string, account: string, settings: unknown, message: RegExp][] = [
    ["is no account", "12345", {}, /12 digits/],
    ["is no JSON", ACCOUNT, "{", /JSON/],
    ["is no object", ACCOUNT, [], /object/],
    ["has another mode", ACCOUNT, { iam: "maybe" }, /enforce, audit or off/],
    ["has another setting", ACCOUNT, { scp: [] }, /no setting scp/],
    ["has policies without levels", ACCOUNT, { serviceControlPolicies: [FULL] }, /A level is a list/],
    ["has a level without policies", ACCOUNT, { serviceControlPolicies: [[]] }, /1 to 5 policies/],
    ["has too many levels", ACCOUNT, { serviceControlPolicies: Array(8).fill([FULL]) }, /at most 7 levels/],
    ["has too many policies", ACCOUNT, { serviceControlPolicies: [Array(6).fill(FULL)] }, /1 to 5 policies/],
    ["has no policy", ACCOUNT, { serviceControlPolicies: [["deny"]] }, /policy/],
    [
      "has a policy with a principal",
      ACCOUNT,
      { serviceControlPolicies: [[document({ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" })]] },
      /principal/,
    ],
    [
      "has a policy that is too long",
      ACCOUNT,
      { serviceControlPolicies: [[document({ Effect: "Deny", Action: "*", Resource: "x".repeat(5120) })]] },
      /5120 characters/,
    ],
  ];
  for (const [name, account, settings, message] of bad) {
    it(`is refused and nothing changed when it ${name}`, async () => {
      await put(ACCOUNT, { iam: "audit" });
      const answer = await put(account, settings);
      expect([answer.status, answer.message]).to.satisfy(
        ([status, text]: [number, string]) => status === 400 && message.test(text),
      );
      expect(lab.running.cloud.accounts.modeOf(ACCOUNT)).to.equal("audit");
    });
  }

  it("needs the lab's token", async () => {
    const url = `${lab.endpoint}/_lab/accounts/${ACCOUNT}`;
    expect((await fetch(url, { method: "PUT", body: '{"iam":"off"}' })).status).to.equal(403);
    expect(lab.running.cloud.accounts.modeOf(ACCOUNT)).to.equal("enforce");
  });
});

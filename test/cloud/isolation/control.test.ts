import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, DecodeAuthorizationMessageCommand, STSClient } from "@aws-sdk/client-sts";
import { expect } from "chai";
import type { SigningCredentials } from "../../../lab/cloud/auth/key-pair.ts";
import { ROUTES } from "../../../lab/cloud/control/index.ts";
import { useCloud } from "../use-cloud.ts";
import { ask, type Member, useSharedLab } from "./class.ts";

/** What each address answers to a student, besides 200 about their own account: a new address has to be decided on here. */
const TO_STUDENTS: Readonly<Record<keyof typeof ROUTES, "their own" | 403>> = {
  "GET token": 403,
  "GET place": "their own",
  "GET denials": "their own",
  "GET denials/*": "their own",
  "GET activity": "their own",
  "GET accounts": "their own",
  "PUT accounts/*": 403,
  "DELETE accounts/*": 403,
  "POST root-keys/*": 403,
  "PUT well-known-keys": 403,
  "GET clock": 403,
  "PUT clock": 403,
  "GET outbox": "their own",
  "DELETE outbox": "their own",
  "PUT opt-outs/*": "their own",
  "GET spans": "their own",
  "GET spans/live": "their own",
};

const MARK = "the-neighbours-own-secret";

describe("The lab's own API, in a class", () => {
  const lab = useSharedLab();
  const settings = ({ keys }: Member) => ({
    endpoint: lab.running.endpoint,
    region: "us-east-1",
    credentials: keys,
    maxAttempts: 1,
    forcePathStyle: true,
  });
  let foreign: { denial: string };

  /** What the neighbour and the teacher do, are denied, and have roles do. */
  before(async () => {
    for (const member of [lab.neighbour, lab.teacher]) {
      const iam = new IAMClient(settings(member));
      const statement = (more: object) => JSON.stringify({ Version: "2012-10-17", Statement: [more] });
      const RoleName = `${MARK}-role`;
      const Principal = { AWS: `arn:aws:iam::${member.account}:root` };
      await iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: statement({ Effect: "Allow", Principal, Action: "sts:AssumeRole" }),
        }),
      );
      const UserName = `${MARK}-user`;
      await iam.send(new CreateUserCommand({ UserName }));
      await iam.send(
        new AttachUserPolicyCommand({ UserName, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
      );
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      const PolicyDocument = statement({ Effect: "Allow", Action: "ssm:PutParameter", Resource: "*" });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
      const keys = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
      const user = new STSClient({ ...settings(member), credentials: keys });
      const { Credentials } = await user.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${member.account}:role/${RoleName}`,
          RoleSessionName: "session",
        }),
      );
      const credentials = {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      };
      const session = new SSMClient({ ...settings(member), credentials });
      await session.send(new PutParameterCommand({ Name: MARK, Value: MARK, Type: "String" }));
      await session.send(new GetParameterCommand({ Name: MARK })).catch(() => undefined);
      const { mailbox } = lab.running.cloud;
      mailbox.send(member.account, { kind: "email", to: `${MARK}@example.com`, body: MARK, region: "us-east-1" });
      for (const client of [iam, user, session]) client.destroy();
    }
    foreign = { denial: lab.running.cloud.denials.all[0]?.id ?? "" };
    expect(foreign.denial).not.to.equal("");
  });

  const asStudent = (path: string, method = "GET", body = "") =>
    ask(lab.running, lab.student.keys, `/_lab/${path}`, { method, body });
  const pathOf = (pattern: string) =>
    pattern
      .replace("denials/*", `denials/${foreign.denial}`)
      .replace("opt-outs/*", "opt-outs/+15550001111")
      .replace("*", lab.neighbour.account);

  for (const [route, expected] of Object.entries(TO_STUDENTS)) {
    const [method = "", pattern = ""] = route.split(" ");
    if (pattern === "spans/live") continue;
    it(`${expected === 403 ? "refuses a student" : "tells a student nothing of others at"} ${route}`, async () => {
      const body = method === "GET" ? "" : JSON.stringify({ wellKnownKeys: "on", optedOut: true });
      const answer = await asStudent(pathOf(pattern), method, body);
      const text = await answer.text();
      expect(text).not.to.contain(MARK).and.not.to.contain(lab.neighbour.account).and.not.to.contain("000000000000");
      expect(answer.status).to.equal(expected === 403 ? 403 : pattern === "denials/*" ? 404 : 200);
    });

    it(`refuses who does not sign ${route}, or not rightly`, async () => {
      const url = `${lab.running.endpoint}/_lab/${pathOf(pattern)}`;
      const unsigned = await fetch(url, { method });
      expect(unsigned.status).to.equal(method === "GET" ? 401 : 403);
      for (const keys of [
        { accessKeyId: "test", secretAccessKey: "test" },
        { accessKeyId: lab.neighbour.account, secretAccessKey: "test" },
        { ...lab.student.keys, secretAccessKey: lab.neighbour.keys.secretAccessKey },
        { ...lab.student.keys, sessionToken: "x" },
      ]) {
        const answer = await ask(lab.running, keys, `/_lab/${pathOf(pattern)}`, { method });
        if (!("sessionToken" in keys)) expect(answer.status).to.equal(403);
        expect(await answer.text()).not.to.contain(MARK);
      }
    });
  }

  it("has an answer to students for each address", () => {
    expect(Object.keys(ROUTES)).to.deep.equal(Object.keys(TO_STUDENTS));
  });

  it("tells a student what they did, and were denied", async () => {
    const s3 = new S3Client(settings(lab.student));
    await s3.send(new CreateBucketCommand({ Bucket: "students-own" }));
    s3.destroy();
    const { spans } = (await (await asStudent("spans")).json()) as { spans: { account: string; operation: string }[] };
    expect(spans.map(({ operation }) => operation)).to.include("CreateBucket");
    expect(new Set(spans.map(({ account }) => account))).to.deep.equal(new Set([lab.student.account]));
    const place = (await (await asStudent("place")).json()) as { accounts: string[]; caller: object };
    expect(place.accounts).to.deep.equal([lab.student.account]);
    expect(place.caller).to.deep.include({ account: lab.student.account, isTeacher: false });
  });

  it("tells each what happens to them, live, and nothing of others", async () => {
    const abort = new AbortController();
    const answer = await ask(lab.running, lab.student.keys, "/_lab/spans/live", { signal: abort.signal });
    const call = async (member: Member, Bucket: string) => {
      const s3 = new S3Client(settings(member));
      await s3.send(new CreateBucketCommand({ Bucket }));
      s3.destroy();
    };
    await call(lab.neighbour, `${MARK}-bucket`);
    await call(lab.teacher, `${MARK}-teachers-bucket`);
    await call(lab.student, "students-other");
    let told = "";
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      told += Buffer.from(chunk).toString();
      if (told.includes("students-other")) break;
    }
    abort.abort();
    expect(told).not.to.contain(MARK);
  });

  it("tells a student nothing of the statement by which a neighbour's policy denies", async () => {
    const [mine, theirs] = [new S3Client(settings(lab.student)), new S3Client(settings(lab.neighbour))];
    const Bucket = "neighbours-guarded";
    await theirs.send(new CreateBucketCommand({ Bucket }));
    const sid = MARK.replaceAll("-", "");
    const Principal = { AWS: lab.student.account };
    const Statement = { Sid: sid, Effect: "Deny", Principal, Action: "s3:*", Resource: `arn:aws:s3:::${Bucket}` };
    await theirs.send(
      new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }),
    );
    await mine.send(new ListObjectsV2Command({ Bucket })).catch(() => undefined);
    for (const client of [mine, theirs]) client.destroy();
    const { denials } = (await (await asStudent("denials")).json()) as { denials: { id: string; resource: string }[] };
    const denial = denials.find(({ resource }) => resource.includes(Bucket));
    expect(denial).to.include({ account: lab.student.account });
    for (const path of ["denials", `denials/${denial?.id}`, "spans"])
      expect(await (await asStudent(path)).text(), path).not.to.contain(sid);
    const { encodedMessage } = (await (await asStudent(`denials/${denial?.id}`)).json()) as { encodedMessage: string };
    const sts = new STSClient(settings(lab.student));
    const { DecodedMessage } = await sts.send(
      new DecodeAuthorizationMessageCommand({ EncodedMessage: encodedMessage }),
    );
    expect(DecodedMessage).to.contain("s3:ListBucket").and.not.to.contain(sid);
    const others = new STSClient(settings(lab.neighbour));
    const opened = await others
      .send(new DecodeAuthorizationMessageCommand({ EncodedMessage: encodedMessage }))
      .catch(({ name }) => name);
    expect(opened).to.equal("InvalidAuthorizationMessageException");
    for (const client of [sts, others]) client.destroy();
  });

  it("shows the teacher everything, and whose it is", async () => {
    const asTeacher = async (path: string) =>
      (await (await ask(lab.running, lab.teacher.keys, `/_lab/${path}`)).json()) as never;
    const { spans } = (await asTeacher("spans?limit=2000")) as { spans: { account: string }[] };
    const { denials } = (await asTeacher("denials")) as { denials: { account: string }[] };
    for (const list of [spans, denials])
      expect(list.map(({ account }) => account)).to.include.members([lab.neighbour.account, "000000000000"]);
    const { accounts } = (await asTeacher("place")) as { accounts: string[] };
    expect(accounts).to.include(lab.neighbour.account);
  });

  it("takes an administrator of the first account for the teacher, and nobody else there", async () => {
    const iam = new IAMClient(settings(lab.teacher));
    const place = async (UserName: string, policy?: string) => {
      await iam.send(new CreateUserCommand({ UserName }));
      if (policy)
        await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: `arn:aws:iam::aws:policy/${policy}` }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      const keys = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
      const answer = await ask(lab.running, keys, "/_lab/place");
      return ((await answer.json()) as { caller: { isTeacher: boolean } }).caller.isTeacher;
    };
    expect(await place("ada", "AdministratorAccess")).to.equal(true);
    expect(await place("bob", "AmazonS3FullAccess")).to.equal(false);
    expect(await place("cyd")).to.equal(false);
    iam.destroy();
  });

  it("takes the token for the teacher, which the teacher alone is told", async () => {
    const { token } = (await (await ask(lab.running, lab.teacher.keys, "/_lab/token")).json()) as { token: string };
    const answer = await fetch(`${lab.running.endpoint}/_lab/place`, { headers: { "x-lab-token": token } });
    expect(((await answer.json()) as { caller: { isTeacher: boolean } }).caller.isTeacher).to.equal(true);
  });

  it("reads no large body, whoever signs it", async () => {
    const put = (body: string, headers = {}) =>
      ask(lab.running, lab.student.keys, "/_lab/accounts/200000000001", { method: "PUT", body, headers });
    expect((await put(`"${"x".repeat(600_000)}"`)).status).to.equal(413);
    expect((await put("{}")).status).to.equal(403);
  });

  it("tells everybody whether they must sign in, and nobody but the teacher where the state lies", async () => {
    const { endpoint, cloud } = lab.running;
    const health = await (await fetch(`${endpoint}/_lab/health`)).json();
    expect(health).to.include({ wellKnownKeys: "off" });
    for (const path of ["/_lab/health", "/_lab/health?coverage", "/_lab/", "/"])
      expect(await (await fetch(endpoint + path)).text(), path).not.to.contain(cloud.folder);
    const placeOf = async ({ keys }: Member) => await (await ask(lab.running, keys, "/_lab/place")).json();
    expect(await placeOf(lab.student)).not.to.have.property("state");
    expect(await placeOf(lab.teacher)).to.include({ state: cloud.folder });
  });

  it("does not lock the teacher out whose account is removed", async () => {
    const before: SigningCredentials = lab.teacher.keys;
    const answer = await ask(lab.running, before, "/_lab/accounts/000000000000", { method: "DELETE" });
    expect(answer.status).to.equal(200);
    expect((await ask(lab.running, before, "/_lab/place")).status).to.equal(403);
    expect((await ask(lab.running, lab.running.credentials, "/_lab/place")).status).to.equal(200);
    const s3 = new S3Client(settings(lab.teacher));
    await s3.send(new ListBucketsCommand());
    s3.destroy();
  });
});

describe("The lab's own API, while well-known keys are on", () => {
  const lab = useCloud();
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${lab.endpoint}/_lab/${path}`, { headers });

  it("answers on this machine without a signature, about all", async () => {
    for (const path of ["place", "spans", "denials", "activity", "accounts"])
      expect((await get(path)).status, path).to.equal(200);
  });

  it("tells its token to no page but its own", async () => {
    expect((await get("token")).status).to.equal(200);
    expect((await get("token", { "sec-fetch-site": "same-origin" })).status).to.equal(200);
    for (const site of ["cross-site", "same-site"])
      expect((await get("token", { "sec-fetch-site": site })).status, site).to.equal(403);
    expect((await get("token", { origin: "http://evil.example" })).status).to.equal(403);
  });

  it("ends what it tells without a signature when the keys are switched off", async () => {
    const answer = await get("spans/live");
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    lab.running.cloud.credentials.wellKnownKeys = "off";
    const s3 = lab.client(S3Client, { credentials: lab.running.credentials });
    await s3.send(new ListBucketsCommand());
    let told = "";
    for (let next = await reader.read(); !next.done; next = await reader.read())
      told += Buffer.from(next.value).toString();
    expect(told).not.to.contain("ListBuckets");
    lab.running.cloud.credentials.wellKnownKeys = "on";
  });
});

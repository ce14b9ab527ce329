import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { authenticate } from "../../lab/cloud/auth/authenticate.ts";
import { decide } from "../../lab/cloud/auth/authorize.ts";
import type { Policy } from "../../lab/cloud/auth/policy/document.ts";
import { evaluate } from "../../lab/cloud/auth/policy/evaluate.ts";
import { RequestContext } from "../../lab/cloud/auth/policy/request.ts";
import { startCloud } from "../../lab/cloud/index.ts";
import type { ReadyRequest } from "./connection.ts";
import { load } from "./load.ts";
import { type Figure, perSecond } from "./report.ts";
import { signed } from "./signing.ts";
import type { Sizes } from "./sizes.ts";

/** How quickly IAM decides, and which share of a small request to S3 it takes with the check of the signature. */
export async function* benchIam(cloud: string, sizes: Sizes): AsyncGenerator<Figure> {
  const decisions = rateOf(sizes.decisions, () => evaluate(request(), { identity: POLICIES }));
  const none = { floor: "", ratio: "" };
  yield { ...none, name: "decisions by 50 policies of 20 statements", value: perSecond(decisions), aim: "" };
  const { share, micros } = await shareOfRequest(cloud, sizes.objects);
  yield {
    ...none,
    name: "a GetObject of 1 KiB: signature and decision",
    value: `${(share * 100).toFixed(0)} % of it`,
    floor: `${micros.toFixed(0)} µs`,
    aim: "15 %",
  };
}

/** Policies of which the last statement is the one that allows. */
const POLICIES: readonly Policy[] = Array.from({ length: 50 }, (_, i) => ({
  name: `policy-${i}`,
  document: {
    Version: "2012-10-17",
    Statement: Array.from({ length: 20 }, (_, j) => ({
      Effect: "Allow" as const,
      Action: i === 49 && j === 19 ? ["s3:Get*"] : [`service${i}:Do${j}*`, "s3:Put*"],
      Resource: [`arn:aws:s3:::bucket-${i}-${j}/*`, "arn:aws:s3:::photos/*"],
    })),
  },
}));

function request() {
  const principal = {
    kind: "user" as const,
    account: "000000000000",
    arn: "arn:aws:iam::000000000000:user/a",
    userId: "A",
  };
  const context = RequestContext.of({ "aws:SourceIp": "127.0.0.1" });
  return { principal, action: "s3:GetObject", resource: "arn:aws:s3:::photos/a", account: "000000000000", context };
}

async function shareOfRequest(endpoint: string, count: number): Promise<{ share: number; micros: number }> {
  const requests = Array(count).fill(await prepared(endpoint));
  const rates: number[] = [];
  for (let run = 0; run < 3; run++) rates.push((await load(endpoint, requests, 16)).rate);
  await using running = await startCloud({ port: 0 });
  const { cloud } = running;
  const { headers } = await prepared(running.endpoint);
  const url = { method: "GET", path: "/bench-iam/a", rawQuery: "", query: new URLSearchParams(), headers };
  const auth = {
    credentials: cloud.credentials,
    now: cloud.clock.now(),
    protocol: "restXml" as const,
    body: undefined,
  };
  const access = { action: "s3:GetObject", resource: "arn:aws:s3:::bench-iam/a", account: "000000000000" };
  const alone = rateOf(count, () => {
    const { caller } = authenticate(url, auth);
    decide(access, { cloud, caller, region: "us-east-1" });
  });
  return { share: Math.max(...rates) / alone, micros: 1e6 / alone };
}

/** Makes an object, and a user who may read it. @returns the user's request for it */
async function prepared(endpoint: string): Promise<ReadyRequest> {
  const settings = { endpoint, region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const [iam, s3] = [new IAMClient(settings), new S3Client(settings)];
  await s3.send(new CreateBucketCommand({ Bucket: "bench-iam" }));
  await s3.send(new PutObjectCommand({ Bucket: "bench-iam", Key: "a", Body: Buffer.alloc(1024) }));
  await iam.send(new CreateUserCommand({ UserName: "ann" }));
  const Statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Policy: made } = await iam.send(new CreatePolicyCommand({ PolicyName: "read", PolicyDocument }));
  await iam.send(new AttachUserPolicyCommand({ UserName: "ann", PolicyArn: made?.Arn }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "ann" }));
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  for (const client of [iam, s3]) client.destroy();
  return await signed("s3", endpoint, { method: "GET", path: "/bench-iam/a", headers: {} }, credentials);
}

/** How often a second something can be done, once it is warm. */
function rateOf(times: number, work: () => void): number {
  for (let i = 0; i < times; i++) work();
  const begun = performance.now();
  for (let i = 0; i < times; i++) work();
  return (times / (performance.now() - begun)) * 1000;
}

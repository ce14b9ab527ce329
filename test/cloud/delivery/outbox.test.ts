import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { Outbox, type OutboxParts } from "../../../lab/cloud/delivery/outbox.ts";
import { isPassing, type RetryPolicy } from "../../../lab/cloud/delivery/retry-policy.ts";
import { check, send } from "../../../lab/cloud/delivery/send.ts";
import { until } from "../until.ts";
import { failure, useCloud } from "../use-cloud.ts";

const MINUTE = 60_000;
const arn = (bucket: string) => `arn:aws:s3:::${bucket}`;

describe("An outbox", () => {
  const suite = useCloud();
  const logged: string[] = [];
  const outboxes: Outbox[] = [];
  let s3: S3Client;
  const as = {
    role: "arn:aws:iam::000000000000:role/sender",
    service: "events.amazonaws.com",
    account: "000000000000",
    session: "sender",
  };
  const retryPolicy: RetryPolicy = { retries: 2, firstWait: MINUTE, longestWait: 10 * MINUTE };
  let count = 0;
  before(async () => {
    s3 = suite.client(S3Client);
    Object.assign(suite.running.cloud, { log: (line: string) => logged.push(line) });
    const iam = suite.client(IAMClient);
    const trust = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sts:AssumeRole" };
    const policy = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new CreateRoleCommand({ RoleName: "sender", AssumeRolePolicyDocument: policy(trust) }));
    const PolicyDocument = policy({ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::*" });
    await iam.send(new PutRolePolicyCommand({ RoleName: "sender", PolicyName: "send", PolicyDocument }));
  });
  afterEach(async () => {
    for (const outbox of outboxes.splice(0)) await outbox.close();
    logged.length = 0;
  });

  const outboxOf = (more: Partial<OutboxParts> = {}) => {
    const outbox = new Outbox({
      cloud: suite.running.cloud,
      service: "events",
      name: `test-outbox-${++count}`,
      ...more,
    });
    outboxes.push(outbox);
    return outbox;
  };
  const make = async (Bucket: string) => {
    await s3.send(new CreateBucketCommand({ Bucket }));
    return Bucket;
  };
  const keys = async (Bucket: string) =>
    (await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key) ?? [];
  const text = async (Bucket: string, Key: string) =>
    await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  const attempts = (bucket: string) =>
    suite.running.cloud.trace.spans.filter(
      ({ operation, input }) => operation === "PutObject" && (input as { Bucket?: string })?.Bucket === bucket,
    );

  it("delivers a message as a role, as a part of what the sender did", async () => {
    const { cloud } = suite.running;
    const to = await make("delivered");
    const outbox = outboxOf();
    const span = { id: "the-sender", service: "events", operation: "PutEvents", caller: "", account: "", at: 0 };
    await cloud.trace.record(span, async () =>
      outbox.post(["000000000000", "rule"], { to: arn(to), message: { body: "hello", key: "k" }, as, retryPolicy }),
    );
    await until(async () => (await keys(to)).length > 0);
    expect(await text(to, "k")).to.equal("hello");
    const [put] = attempts(to);
    expect(put?.parent).to.equal("the-sender");
    expect(put?.caller).to.equal("arn:aws:sts::000000000000:assumed-role/sender/sender");
  });

  it("tries again by the lab's clock, and keeps the order of a sender meanwhile, not that of others", async () => {
    const [later, now] = ["later", await make("now")];
    const outbox = outboxOf();
    const post = (sender: string, bucket: string, key: string) =>
      outbox.post(["000000000000", sender], { to: arn(bucket), message: { body: "", key }, as, retryPolicy });
    post("one", later, "1");
    post("one", now, "2");
    post("two", now, "3");
    await until(async () => (await keys(now)).length > 0 && attempts(later).length > 0);
    expect(await keys(now)).to.deep.equal(["3"]);
    await make(later);
    await suite.clock.advance(MINUTE);
    await until(async () => (await keys(now)).length > 1);
    expect([await keys(later), await keys(now)]).to.deep.equal([["1"], ["2", "3"]]);
  });

  it("puts into the dead-letter queue what its retry policy gives up, and logs it", async () => {
    const dead = await make("dead-letters");
    const outbox = outboxOf({
      deadLetter: ({ delivery, error, attempts, exhausted }) => ({
        body: JSON.stringify({ body: delivery.message.body, error: error.name, attempts, exhausted }),
        key: "dead",
      }),
    });
    const message = { body: "lost" };
    outbox.post(["000000000000", "r"], { to: arn("gone"), message, as, retryPolicy, deadLetterQueue: arn(dead) });
    await until(async () => attempts("gone").length === 1);
    await suite.clock.advance(MINUTE - 5000);
    expect(attempts("gone")).to.have.length(1);
    await suite.clock.advance(10 * MINUTE);
    await until(async () => (await keys(dead)).length > 0);
    const expected = { body: "lost", error: "NoSuchBucket", attempts: 3, exhausted: "MaximumRetryAttempts" };
    expect(JSON.parse(String(await text(dead, "dead")))).to.deep.equal(expected);
    const moments = attempts("gone").map(({ at }) => at);
    const minutes = moments.map((at) => Math.floor((at - (moments[0] as number)) / MINUTE));
    expect(minutes).to.deep.equal([0, 1, 3]);
    expect(logged[0]).to.match(/^A message of events could not be delivered to arn:aws:s3:::gone: /);
  });

  it("gives up at once what no retry would mend, where the sender does", async () => {
    const dead = await make("dead-at-once");
    const outbox = outboxOf({ isPassing });
    const message = { body: "lost" };
    const delivery = { to: arn("never"), message, as, retryPolicy, deadLetterQueue: arn(dead) };
    outbox.post(["000000000000", "r"], delivery);
    await until(async () => (await keys(dead)).length > 0);
    expect(attempts("never")).to.have.length(1);
  });

  it("names a service that the lab does not have, and logs what its dead-letter queue does not take", async () => {
    const outbox = outboxOf({ isPassing });
    const to = "arn:aws:mq:us-east-1:000000000000:broker:x";
    const delivery = { to, message: { body: "" }, as, retryPolicy, deadLetterQueue: arn("nobody") };
    outbox.post(["000000000000", "r"], delivery);
    await until(async () => logged.length === 2);
    expect(logged[0]).to.include("Skylab does not have the service mq yet");
    expect(logged[1]).to.include("could not be put into the dead-letter queue arn:aws:s3:::nobody");
  });

  it("sends nothing as a role that does not trust the sender", async () => {
    const { cloud } = suite.running;
    const to = arn(await make("untrusted"));
    const other = { ...as, service: "scheduler.amazonaws.com" };
    expect((await failure(send(to, { body: "" }, other, cloud))).name).to.equal("AccessDenied");
    expect((await failure(check("nonsense", as, cloud))).message).to.equal("nonsense is not an ARN");
    const parameter = "arn:aws:ssm:us-east-1:000000000000:parameter/x";
    expect((await failure(check(parameter, as, cloud))).message).to.match(/can't send messages to ssm yet/);
  });
});

import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { expect } from "chai";
import type { Span } from "../../../lab/cloud/trace/span.ts";
import { requestsIn, titleOf } from "../../../lab/cloud/trace/span-tree.ts";
import { Trace } from "../../../lab/cloud/trace/trace.ts";
import { failure, useCloud } from "../use-cloud.ts";

const begun = (id: string) => ({ id, service: "s3", operation: id, caller: "", account: "", at: 0 });
const UUID = "01234567-89ab-cdef-0123-456789abcdef";

describe("The trace", () => {
  it("tells what happened within what, and that something failed", async () => {
    const trace = new Trace();
    await trace.record(begun("outer"), async () => {
      await trace.record(begun("inner"), async () => undefined);
      await trace
        .record(begun("failing"), async () => {
          throw new TypeError("no");
        })
        .catch(() => undefined);
    });
    const [whole] = requestsIn(trace.spans);
    const rows = whole?.rows.map(({ span, depth }) => [span.id, depth, span.error]);
    expect(rows).to.deep.equal([
      ["outer", 0, undefined],
      ["inner", 1, undefined],
      ["failing", 1, "TypeError"],
    ]);
  });

  it("finds the span that goes on in another process by X-Ray's header, while it is under way", async () => {
    const trace = new Trace();
    let header = "";
    await trace.record(begun(UUID), async (span) => {
      header = `Root=1-00000000-000000000000000000000000;Parent=${trace.continuedElsewhere(span)};Sampled=0`;
      expect(trace.spanOf(header)).to.equal(span);
      expect(trace.spanOf("Root=1-00000000-000000000000000000000000;Parent=ffffffffffffffff")).to.equal(undefined);
      expect(trace.spanOf(undefined)).to.equal(undefined);
    });
    expect(trace.spanOf(header)).to.equal(undefined);
  });

  it("keeps nothing of the lab's housekeeping, nor of what follows from it", async () => {
    const trace = new Trace();
    await trace.quietly(() => trace.record(begun("outer"), () => trace.record(begun("inner"), async () => undefined)));
    expect(trace.spans).to.deep.equal([]);
  });

  it("keeps the last ones, and the newest of all", async () => {
    const trace = new Trace();
    for (let i = 0; i < 5000; i++) await trace.record(begun(String(i)), async () => undefined);
    expect(trace.spans.length).to.be.within(2000, 4000);
    expect(trace.spans.at(-1)?.id).to.equal("4999");
  });

  it("takes a span for a request of its own when its parent is not kept any more", () => {
    const orphan: Span = { ...begun("orphan"), parent: "gone" };
    expect(requestsIn([orphan]).map(({ root }) => titleOf(root))).to.deep.equal(["S3 orphan"]);
  });

  it("names a request to a deployed API with its query, and one to AWS by its operation alone", () => {
    const http = { method: "GET", path: "/prod/photos", query: "page=2", headers: {} };
    const api = { service: "execute-api", operation: "GET /prod/photos", http };
    expect(titleOf(api)).to.equal("API Gateway GET /prod/photos?page=2");
    expect(titleOf({ ...api, operation: "" })).to.equal("API Gateway GET /prod/photos?page=2");
    expect(titleOf({ service: "s3", operation: "ListObjectsV2", http })).to.equal("S3 ListObjectsV2");
  });

  describe("of a lab", () => {
    const lab = useCloud();

    it("keeps no secret of a stack, a parameter or a function", async () => {
      const secret = "correct-horse";
      const template = {
        Parameters: { Password: { Type: "String", NoEcho: true } },
        Resources: {
          Kept: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: { Ref: "Password" } } },
        },
      };
      await lab.client(CloudFormationClient).send(
        new CreateStackCommand({
          StackName: "secretive",
          TemplateBody: JSON.stringify(template),
          Parameters: [{ ParameterKey: "Password", ParameterValue: secret }],
        }),
      );
      await waitUntilStackCreateComplete(
        { client: lab.client(CloudFormationClient), maxWaitTime: 20, minDelay: 1 },
        { StackName: "secretive" },
      );
      await failure(
        lab.client(LambdaClient).send(new InvokeCommand({ FunctionName: "none", Payload: JSON.stringify(secret) })),
      );
      const { spans } = lab.running.cloud.trace;
      expect(spans.map(({ operation }) => operation)).to.include.members(["CreateStack", "PutParameter", "Invoke"]);
      expect(JSON.stringify(spans)).to.not.contain(secret);
    });

    it("is told live, as server-sent events, and is told again to who comes later", async () => {
      const s3 = new S3Client({
        endpoint: lab.endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
        forcePathStyle: true,
      });
      const abort = new AbortController();
      const { body } = await fetch(`${lab.endpoint}/_lab/spans/live`, { signal: abort.signal });
      const events = body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
      await s3.send(new CreateBucketCommand({ Bucket: "traced" }));
      let text = "";
      while (!text.includes("CreateBucket")) text += (await events?.next())?.value ?? "";
      abort.abort();
      await s3.send(new ListBucketsCommand({}));
      s3.destroy();
      const answer = await fetch(`${lab.endpoint}/_lab/spans?limit=1`);
      const { spans } = (await answer.json()) as { spans: Span[] };
      expect(spans.map(({ operation, status }) => [operation, status])).to.deep.equal([["ListBuckets", 200]]);
    });
  });
});

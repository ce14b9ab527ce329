import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetRoleCommand, IAMClient, NoSuchEntityException } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, HeadObjectCommand, NoSuchBucket, S3Client } from "@aws-sdk/client-s3";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect } from "chai";
import { failure, useCloud } from "../use-cloud.ts";

describe("An error", () => {
  const lab = useCloud();

  /** Sends a request that no client would send, signed as they are. */
  async function send(
    service: string,
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Response> {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const signer = new SignatureV4({
      service,
      region: "us-east-1",
      credentials,
      sha256: Hash.bind(null, "sha256") as never,
      uriEscapePath: service !== "s3",
    });
    const { hostname, host, port } = new URL(lab.endpoint);
    const request = {
      method,
      protocol: "http:",
      hostname,
      port: Number(port),
      path,
      query: {},
      headers: { host, ...headers },
      body,
    };
    const { headers: signed } = (await signer.sign(request as never)) as unknown as { headers: Record<string, string> };
    return await fetch(lab.endpoint + path, { method, headers: signed, ...(body === undefined ? {} : { body }) });
  }

  describe("that the model names", () => {
    it("is the client's own exception, over REST with XML", async () => {
      const error = await failure(lab.client(S3Client).send(new GetObjectCommand({ Bucket: "nowhere", Key: "a" })));
      expect(error).to.be.instanceOf(NoSuchBucket);
      expect(error).to.include({ message: "The specified bucket does not exist", BucketName: "nowhere" });
      expect(error.$metadata).to.include({ httpStatusCode: 404 }).and.have.property("extendedRequestId");
    });

    it("is the client's own exception, over the query protocol", async () => {
      const error = await failure(lab.client(IAMClient).send(new GetRoleCommand({ RoleName: "nobody" })));
      expect(error).to.be.instanceOf(NoSuchEntityException);
      expect(error).to.deep.include({ Code: "NoSuchEntity", Type: "Sender" });
      expect(error.$metadata).to.include({ httpStatusCode: 404 });
    });

    it("has the members and the header that REST with JSON wants", async () => {
      const answer = await send("lambda", "GET", "/2015-03-31/functions/nobody", {});
      expect([answer.status, answer.headers.get("x-amzn-errortype")]).to.deep.equal([404, "ResourceNotFoundException"]);
      expect(await answer.json()).to.include({
        Type: "User",
        Message: "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody",
      });
    });
  });

  it("of a HEAD request has no body", async () => {
    const error = await failure(lab.client(S3Client).send(new HeadObjectCommand({ Bucket: "nowhere", Key: "a" })));
    expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["NotFound", 404]);
  });

  describe("tells what is wrong with a request", () => {
    it("whose required members are missing", async () => {
      const lambda = lab.client(LambdaClient);
      const error = await failure(lambda.send(new CreateFunctionCommand({ FunctionName: "f" } as never)));
      expect(error.name).to.equal("ValidationException");
      expect(error.message)
        .to.contain("Value null at 'role' failed to satisfy constraint: Member must not be null")
        .and.contain("'code'");
    });

    it("whose members are of another type", async () => {
      const headers = {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "Logs_20140328.DescribeLogGroups",
      };
      const answer = await send("logs", "POST", "/", headers, '{"limit": "many"}');
      expect(answer.status).to.equal(400);
      expect(await answer.json()).to.include({ __type: "SerializationException" });
    });

    for (const [name, service, path, headers, body, expected] of [
      [
        "JSON",
        "logs",
        "/",
        { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.DescribeLogGroups" },
        "{",
        "SerializationException",
      ],
      [
        "REST JSON",
        "lambda",
        "/2015-03-31/functions",
        { "content-type": "application/json" },
        "[[",
        "SerializationException",
      ],
      ["XML", "s3", "/bucket?delete", { "content-type": "application/xml" }, "<Delete><", "MalformedXML"],
      [
        "CBOR",
        "logs",
        "/service/Logs_20140328/operation/DescribeLogGroups",
        { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" },
        "\u00ff\u00ff",
        "SerializationException",
      ],
    ] as const) {
      it(`that is no ${name}`, async () => {
        const [bare, query] = path.split("?");
        const answer = await send(service, "POST", query ? (bare as string) : path, { ...headers }, body);
        const text = (await answer.text()) + answer.headers.get("x-amzn-errortype");
        expect(answer.status, text).to.be.within(400, 405);
        if (!query) expect(text).to.contain(expected);
      });
    }

    it("that asks for an operation that there is none of", async () => {
      const json = await send(
        "logs",
        "POST",
        "/",
        { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.Sing" },
        "{}",
      );
      expect(await json.text()).to.contain("Sing");
      const form = await send(
        "iam",
        "POST",
        "/",
        { "content-type": "application/x-www-form-urlencoded" },
        "Action=Sing&Version=2010-05-08",
      );
      expect([form.status, (await form.text()).includes("<Code>InvalidAction</Code>")]).to.deep.equal([400, true]);
    });

    it("whose path is not properly encoded, and the cloud stays up", async () => {
      const answer = await fetch(`${lab.endpoint}/bucket/%zz%`);
      expect(answer.status).to.be.within(400, 403);
      expect((await fetch(`${lab.endpoint}/_lab/health`)).status).to.equal(200);
    });
  });

  for (const [what, headers] of [
    ["CBOR", { "smithy-protocol": "rpc-v2-cbor" }],
    ["JSON", { "x-amz-target": "AmazonSSM.GetParameters" }],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
  ] as const) {
    it(`speaks to S3 in S3's protocol, though a header says that it is ${what}`, async () => {
      const answer = await send("s3", "GET", "/no-such-bucket", { ...headers });
      expect([answer.status, await answer.text()].join(" ")).to.match(/^404 .*<Code>NoSuchBucket<\/Code>/s);
    });
  }

  it("speaks to a service of forms in forms, though a header says that it is JSON", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-amz-target": "AmazonSSM.GetParameters" };
    const answer = await send("iam", "POST", "/", headers, "Action=GetRole&Version=2010-05-08&RoleName=none");
    expect(await answer.text()).to.contain("<Code>NoSuchEntity</Code>");
  });

  it("names the service, and the operation, that the lab does not have", async () => {
    const answer = await send(
      "redshift",
      "POST",
      "/",
      { "content-type": "application/x-amz-json-1.1", "x-amz-target": "RedshiftServerless.ListNamespaces" },
      "{}",
    );
    expect(answer.status).to.equal(501);
    expect((await answer.json()) as object)
      .to.have.property("message")
      .that.contains("redshift")
      .and.contains("ListNamespaces");
  });

  it("of the lab's own is AWS's InternalFailure, and tells nothing of the inside", async () => {
    const { cloud } = lab.running;
    const { definition } = await cloud.service("logs");
    const operations = definition.operations as Record<string, unknown>;
    const original = operations.DescribeLogGroups;
    operations.DescribeLogGroups = () => {
      throw new TypeError("a secret of the inside");
    };
    const error = await failure(lab.client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand()));
    operations.DescribeLogGroups = original;
    expect([error.name, error.$metadata?.httpStatusCode]).to.deep.equal(["InternalFailure", 500]);
    expect(error.message).to.not.contain("secret");
  });

  it("leaves nothing behind where a key is called __proto__", async () => {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.CreateLogGroup" };
    const answer = await send(
      "logs",
      "POST",
      "/",
      headers,
      '{"logGroupName": "g", "tags": {"__proto__": "x"}, "__proto__": {"polluted": true}}',
    );
    expect(answer.status).to.be.oneOf([200, 400]);
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
    await lab
      .client(LambdaClient)
      .send(new GetFunctionCommand({ FunctionName: "x" }))
      .catch(() => undefined);
  });
});

import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { until } from "../../../until.ts";
import { useFirehose } from "../use-firehose.ts";

interface Request {
  readonly headers: IncomingHttpHeaders;
  readonly body: { requestId: string; timestamp: number; records: { data: string }[] };
}

describe("Delivery to HTTP endpoints", () => {
  const lab = useFirehose();
  let server: Server;
  let url: string;
  let requests: Request[] = [];
  /** What the endpoint answers, the last one for good. */
  let answers: ((request: Request) => [status: number, body: string])[];
  const acknowledge = ({ body }: Request): [number, string] => [
    200,
    JSON.stringify({ requestId: body.requestId, timestamp: 1 }),
  ];

  before(async () => {
    server = createServer(async (request, response) => {
      const bytes = await buffer(request);
      const isZipped = request.headers["content-encoding"] === "gzip";
      const got = { headers: request.headers, body: JSON.parse((isZipped ? gunzipSync(bytes) : bytes).toString()) };
      requests.push(got);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      const [status, body] = (answer ?? acknowledge)(got);
      response
        .writeHead(status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) })
        .end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests = [];
    answers = [acknowledge];
  });

  /** A stream to the endpoint, whose backup is the bucket of its name. */
  async function stream(settings: object = {}, endpoint: object = {}): Promise<string> {
    const bucket = await lab.stream();
    const name = `http-${bucket}`;
    await lab.firehose.createDeliveryStream({
      DeliveryStreamName: name,
      HttpEndpointDestinationConfiguration: {
        EndpointConfiguration: { Url: url, Name: "mine", AccessKey: "secret", ...endpoint },
        BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 },
        S3Configuration: { RoleARN: lab.role, BucketARN: `arn:aws:s3:::${bucket}` },
        ...settings,
      },
    });
    return name;
  }

  it("posts what AWS documents", async () => {
    const name = await stream({
      RequestConfiguration: {
        ContentEncoding: "GZIP",
        CommonAttributes: [{ AttributeName: "stage", AttributeValue: "tést" }],
      },
    });
    await lab.put(name, "a", "b");
    await lab.pass(61);
    expect(requests).to.have.length(1);
    const { headers, body } = requests[0] as Request;
    expect(headers).to.include({
      "x-amz-firehose-protocol-version": "1.0",
      "x-amz-firehose-request-id": body.requestId,
      "x-amz-firehose-source-arn": `arn:aws:firehose:us-east-1:000000000000:deliverystream/${name}`,
      "x-amz-firehose-access-key": "secret",
      "content-type": "application/json",
      "content-encoding": "gzip",
    });
    const attributes = JSON.parse(String(headers["x-amz-firehose-common-attributes"]));
    expect(attributes).to.deep.equal({ commonAttributes: { stage: "tést" } });
    expect(body.records).to.deep.equal([{ data: "YQ==" }, { data: "Yg==" }]);
    const { DeliveryStreamDescription } = await lab.firehose.describeDeliveryStream({ DeliveryStreamName: name });
    const described = DeliveryStreamDescription?.Destinations?.[0]?.HttpEndpointDestinationDescription;
    expect(described?.EndpointConfiguration).to.deep.equal({ Url: url, Name: "mine" });
    expect(described).to.deep.include({ S3BackupMode: "FailedDataOnly", RetryOptions: { DurationInSeconds: 300 } });
  });

  it("tries the same request again until it is acknowledged", async () => {
    const wrong = (): [number, string] => [200, JSON.stringify({ requestId: "other", timestamp: 1 })];
    answers = [() => [503, "busy"], wrong, acknowledge];
    const name = await stream();
    await lab.put(name, "x");
    await lab.pass(61);
    await lab.pass(20);
    await until(() => requests.length === 3);
    expect(new Set(requests.map(({ body }) => body.requestId)).size).to.equal(1);
    await lab.pass(600);
    expect(requests).to.have.length(3);
    expect(await lab.delivered(name.slice("http-".length))).to.deep.equal([]);
  });

  it("sets aside what is not taken in time, with the endpoint's last answer", async () => {
    answers = [() => [401, JSON.stringify({ errorMessage: "Unauthorized" })]];
    const name = await stream({ RetryOptions: { DurationInSeconds: 10 } });
    await lab.put(name, "x");
    await lab.pass(90);
    await lab.pass(301);
    const [object] = await lab.delivered(name.slice("http-".length));
    expect(object?.key).to.match(/^http-endpoint-failed\/\d{4}\//);
    const error = JSON.parse(object?.text ?? "");
    expect(error).to.include({ errorCode: "HttpEndpoint.DestinationException", rawData: "eA==" });
    expect(error.attemptsMade).to.be.greaterThan(2);
    expect(error.errorMessage).to.contain("401").and.contain("Unauthorized");
  });

  it("backs up everything when it is told to, and keeps its key through updates", async () => {
    const name = await stream({ S3BackupMode: "AllData" });
    await lab.firehose.updateDestination({
      DeliveryStreamName: name,
      CurrentDeliveryStreamVersionId: "1",
      DestinationId: "destinationId-000000000001",
      HttpEndpointDestinationUpdate: { BufferingHints: { SizeInMBs: 2, IntervalInSeconds: 30 } },
    });
    await lab.put(name, "all");
    await lab.pass(301);
    expect(requests[0]?.headers["x-amz-firehose-access-key"]).to.equal("secret");
    expect((await lab.delivered(name.slice("http-".length))).map(({ text }) => text)).to.deep.equal(["all"]);
  });
});

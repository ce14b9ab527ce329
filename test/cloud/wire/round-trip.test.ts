import { Readable } from "node:stream";
import { AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";
import { NormalizedSchema } from "@smithy/core/schema";
import { expect } from "chai";
import { protocolOf, targetOf } from "../../../lab/cloud/identify.ts";
import type { Exchange } from "../../../lab/cloud/service.ts";
import { modelOf, type OperationModel, type ServiceModel } from "../../../lab/cloud/wire/model.ts";
import type { WireResponse } from "../../../lab/cloud/wire/protocol.ts";
import { loadProtocol } from "../../../lab/cloud/wire/protocols.ts";
import { sampleOf } from "./samples.ts";

/** Every kind of protocol, by services that speak it. */
const sdks: Record<string, () => Promise<object>> = {
  "api-gateway": () => import("@aws-sdk/client-api-gateway"),
  cloudformation: () => import("@aws-sdk/client-cloudformation"),
  cloudwatch: () => import("@aws-sdk/client-cloudwatch"),
  dynamodb: () => import("@aws-sdk/client-dynamodb"),
  ec2: () => import("@aws-sdk/client-ec2"),
  ecr: () => import("@aws-sdk/client-ecr"),
  iam: () => import("@aws-sdk/client-iam"),
  lambda: () => import("@aws-sdk/client-lambda"),
  logs: () => import("@aws-sdk/client-cloudwatch-logs"),
  s3: () => import("@aws-sdk/client-s3"),
  sns: () => import("@aws-sdk/client-sns"),
  sqs: () => import("@aws-sdk/client-sqs"),
  ssm: () => import("@aws-sdk/client-ssm"),
  sts: () => import("@aws-sdk/client-sts"),
};

type Raw = [9, string, string, object | number, () => never, () => never];

/** Told apart from ListBuckets by its host alone: that of S3 Express, which is another service. */
const EXPRESS = "ListDirectoryBuckets";

/** The SDK's own side of a protocol, as its clients use it. */
interface ClientProtocol {
  setSerdeContext(context: unknown): void;
  serializeRequest(
    operation: object,
    input: object,
    context: object,
  ): Promise<{
    method: string;
    path: string;
    query: Record<string, string | string[]>;
    headers: Record<string, string>;
    body?: unknown;
  }>;
  deserializeResponse(operation: object, context: object, response: object): Promise<Record<string, unknown>>;
}

interface Client {
  config: { protocol: ClientProtocol; protocolSettings: Record<string, unknown> };
  destroy(): void;
}

/** A service that current botocore speaks to in CBOR, which no JavaScript client chooses by itself. */
const CBOR = "cloudwatch in CBOR";
sdks[CBOR] = () => import("@aws-sdk/client-cloudwatch");

function speakCbor({ config }: Client): void {
  const { defaultNamespace, errorTypeRegistries } = config.protocolSettings;
  const protocol = new AwsSmithyRpcV2CborProtocol({ defaultNamespace, errorTypeRegistries } as never);
  config.protocol = protocol as unknown as ClientProtocol;
}

function clientOf(sdk: object): Client {
  const [, Class] =
    Object.entries(sdk).find(
      ([name, value]) => name.endsWith("Client") && name !== "Client" && typeof value === "function",
    ) ?? [];
  return new (Class as new (config: object) => Client)({
    disableHostPrefix: true,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
}

const eventStream = (schema: NormalizedSchema) => schema.isStructSchema() && schema.getEventStreamMember() !== "";

/** What the client sends, as the front door would see it. */
async function requestOf(client: Client, operation: object, model: OperationModel, input: Record<string, unknown>) {
  // The RPC protocols take the names in the path from here.
  const names = { __smithy_context: { service: "Service", operation: model.name } };
  const context = {
    ...client.config,
    ...names,
    endpoint: async () => ({ protocol: "http:", hostname: "127.0.0.1", path: "/" }),
  };
  const sent = await client.config.protocol.serializeRequest(operation, input, context);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(sent.query)) for (const one of [value].flat()) query.append(name, one);
  const headers = Object.fromEntries(Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const body = Buffer.from((sent.body ?? "") as Uint8Array);
  const exchange = { method: sent.method, path: sent.path, query, headers } as unknown as Exchange;
  // S3's buckets are in the address, not in the model's paths.
  const addressed = model.inputBindings.filter((b) => b.in === "label" && !model.http?.path.includes(`{${b.member}`));
  const labels = Object.fromEntries(addressed.map(({ member }) => [member, String(input[member])]));
  return { exchange, body, address: { path: sent.path, labels } };
}

async function received(client: Client, operation: object, answer: WireResponse, streams: boolean) {
  const bytes = Buffer.from((answer.body ?? "") as Uint8Array);
  const body = streams ? Readable.from([bytes]) : bytes;
  const { $metadata, ...output } = await client.config.protocol.deserializeResponse(operation, client.config, {
    statusCode: answer.status,
    headers: { ...answer.headers },
    body,
  });
  return output;
}

/** Bytes compare as bytes, whatever class they came in; what is absent is absent. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("hex")}`;
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  if (value instanceof String) return String(value);
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item)]])),
  );
}

for (const [name, load] of Object.entries(sdks)) {
  describe(`The wire of ${name}`, () => {
    let sdk: object;
    let model: ServiceModel;
    let client: Client;
    before(async function () {
      this.timeout(60_000);
      sdk = await load();
      model = modelOf(sdk);
      client = clientOf(sdk);
      if (name === CBOR) speakCbor(client);
      client.config.protocol.setSerdeContext(client.config);
    });
    after(() => client.destroy());

    const operations = function* (): Generator<[object, OperationModel]> {
      for (const schema of Object.values(sdk)) {
        if (!Array.isArray(schema) || schema[0] !== 9) continue;
        const [, namespace, operation, traits, input, output] = schema as Raw;
        const found = model.operations.get(operation) as OperationModel;
        if (operation === EXPRESS) continue;
        if (eventStream(NormalizedSchema.of(input)) || eventStream(NormalizedSchema.of(output))) continue;
        yield [{ namespace, name: operation, traits, input, output }, found];
      }
    };

    it("finds each operation, and reads of its input what the client wrote", async function () {
      this.timeout(120_000);
      for (const [operation, found] of operations()) {
        const input = (found.input.isUnitSchema() ? {} : sampleOf(found.input)) as Record<string, unknown>;
        const { exchange, body, address } = await requestOf(client, operation, found, input);
        const protocolName = protocolOf(exchange, model);
        const protocol = await loadProtocol(protocolName);
        const target = targetOf(exchange, model, protocolName, address, body);
        expect(target.operation.name).to.equal(found.name);
        const decoded = protocol.decode(target.operation, { ...exchange, labels: target.labels, body });
        expect(plain(decoded), found.name).to.deep.equal(plain(input));
      }
    });

    it("writes each output so that the client reads what was meant", async function () {
      this.timeout(120_000);
      for (const [operation, found] of operations()) {
        if (found.output.isUnitSchema()) continue;
        const output = sampleOf(found.output) as Record<string, unknown>;
        const status = found.outputBindings.find((b) => b.in === "status")?.member;
        if (status) output[status] = 203;
        const { exchange } = await requestOf(
          client,
          operation,
          found,
          (found.input.isUnitSchema() ? {} : sampleOf(found.input)) as Record<string, unknown>,
        );
        const protocol = await loadProtocol(protocolOf(exchange, model));
        const streamed = found.outputBindings.find((b) => b.in === "payload" && b.schema.isStreaming())?.member;
        const answer = protocol.encode(found, output, model, "request-id");
        const got = await received(client, operation, answer, streamed !== undefined);
        if (streamed) delete got[streamed];
        const { [streamed ?? ""]: _, ...expected } = output;
        expect(plain(got), found.name).to.deep.equal(plain(expected));
      }
    });
  });
}

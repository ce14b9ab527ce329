import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { collect, decompressed, exchangeOf, respond } from "../../../lab/cloud/door/http.ts";
import { protocolOf, targetOf } from "../../../lab/cloud/door/identify.ts";
import type { Address, Exchange } from "../../../lab/cloud/service/service.ts";
import { decodeInput } from "../../../lab/cloud/wire/decode.ts";
import { wireError } from "../../../lab/cloud/wire/errors.ts";
import { modelOf, type ProtocolName, type ServiceModel } from "../../../lab/cloud/wire/model.ts";
import type { Structure } from "../../../lab/cloud/wire/protocol.ts";
import { loadProtocol } from "../../../lab/cloud/wire/protocols.ts";

type ClientClass<C> = new (configuration: object) => C;

/** A server that is nothing but the wire layer: it notes what it reads, and answers what the test tells it to. */
export interface Loopback {
  readonly endpoint: string;
  readonly model: ServiceModel;
  /** What the last request was taken for. A streamed body is collected. */
  readonly received: { readonly protocol: ProtocolName; readonly operation: string; readonly input: Structure };
  /** What the next requests are answered: an output, or an error to throw. */
  answer: Structure | Error;
  /** A client of this server, as the SDK makes it. */
  client<C>(Client: ClientClass<C>, configuration?: object): C;
}

/** Starts a loopback for an SDK module before the suite that calls this, and ends it after. */
export function useLoopback(sdk: () => Promise<object>): Loopback {
  const clients: { destroy(): void }[] = [];
  let server: Server;
  let model: ServiceModel;
  let endpoint: string;
  let received: Loopback["received"];

  before(async () => {
    model = modelOf(await sdk());
    server = createServer((request, response) => void serve(exchangeOf(request, response)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    for (const client of clients) client.destroy();
    server.close();
    server.closeAllConnections();
  });

  async function serve(exchange: Exchange): Promise<void> {
    const name = protocolOf(exchange, model);
    const protocol = await loadProtocol(name);
    try {
      const body = decompressed(exchange, await collect(exchange.request)) as Buffer;
      const { operation, labels } = targetOf(exchange, model, name, addressIn(exchange, model), body);
      const input = decodeInput(name, protocol, operation, { ...exchange, labels, body });
      received = { protocol: name, operation: operation.name, input };
      if (loopback.answer instanceof Error) throw loopback.answer;
      await respond(exchange, protocol.encode(operation, loopback.answer, model, exchange.requestId));
    } catch (error) {
      await respond(exchange, protocol.encodeError(wireError(error, model), model, exchange.requestId));
    }
  }

  const loopback: Loopback = {
    answer: {},
    get endpoint() {
      return endpoint;
    },
    get model() {
      return model;
    },
    get received() {
      return received;
    },
    client(Client, configuration = {}) {
      const client = new Client({ ...SETTINGS, endpoint, ...configuration });
      clients.push(client as { destroy(): void });
      return client;
    },
  };
  return loopback;
}

/** What keeps clients from adding to requests what is not in the input. */
const SETTINGS = {
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
  forcePathStyle: true,
  disableHostPrefix: true,
  md5: false,
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
};

/** A bucket is the first part of the path. */
function addressIn({ path }: Exchange, { protocol }: ServiceModel): Address | undefined {
  if (protocol !== "restXml") return undefined;
  const [, bucket = "", rest = ""] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  return { path: rest || "/", labels: bucket ? { Bucket: decodeURIComponent(bucket) } : {} };
}

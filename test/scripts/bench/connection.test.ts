import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { Connection } from "../../../scripts/bench/connection.ts";

const get = { method: "GET", path: "/", headers: { host: "localhost" } };

describe("the benchmarks' client", () => {
  let server: Server;
  let connection: Connection;
  let answer: RequestListener;
  before(async () => {
    server = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  beforeEach(async () => {
    connection = new Connection(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await connection.open();
  });
  afterEach(() => connection.close());
  after(() => server.close());

  const large = Buffer.alloc(3_000_000, "x");
  const answers: Record<string, RequestListener> = {
    "a body of a length": (_, response) => response.writeHead(200, { "content-length": 3_000_000 }).end(large),
    "chunks of many sizes": (_, response) => {
      for (const size of [1, 10, 1000, 1_000_000]) response.write(large.subarray(0, size));
      response.end();
    },
    "no body": (_, response) => response.writeHead(204).end(),
    "a Continue before the answer": (_, response) => {
      response.writeContinue();
      response.end("x");
    },
  };
  for (const [what, listener] of Object.entries(answers)) {
    it(`reads ${what} to its end, and sends the next request on the same connection`, async () => {
      const ports = new Set<number | undefined>();
      answer = (request, response) => {
        ports.add(request.socket.remotePort);
        listener(request, response);
      };
      for (let i = 0; i < 3; i++) await connection.send(get);
      expect(ports.size).to.equal(1);
    });
  }

  it("tells what an answer says to who asks, and forgets what others say", async () => {
    let count = 0;
    answer = (_, response) => response.end(`answer ${++count}`);
    await connection.send(get);
    expect(await connection.ask(get)).to.equal("answer 2");
    expect(await connection.ask(get)).to.equal("answer 3");
  });

  it("waits for no body after HEAD", async () => {
    answer = (_, response) => response.writeHead(200, { "content-length": 10 }).end();
    await connection.send({ ...get, method: "HEAD" });
    await connection.send({ ...get, method: "HEAD" });
  });

  it("sends a body with its length", async () => {
    let received = 0;
    answer = async (request, response) => {
      for await (const part of request) received += part.length;
      response.end();
    };
    await connection.send({ ...get, method: "PUT", body: large });
    expect(received).to.equal(large.length);
  });

  it("rejects what is no success, and says what the answer was", async () => {
    answer = (_, response) => response.writeHead(403, { "content-length": 6 }).end("Denied");
    const error = await connection.send(get).catch((error: Error) => error);
    expect(error).to.have.property("message", "The answer was 403: Denied");
  });

  it("rejects when a function failed", async () => {
    answer = (_, response) => response.writeHead(200, { "x-amz-function-error": "Unhandled" }).end("{}");
    const error = await connection.send(get).catch((error: Error) => error);
    expect(error).to.be.instanceOf(Error);
  });

  it("rejects when the server goes away, and opens again", async () => {
    answer = (request) => request.socket.destroy();
    const error = await connection.send(get).catch((error: Error) => error);
    expect(error).to.be.instanceOf(Error);
    answer = (_, response) => response.end("x");
    await connection.open();
    await connection.send(get);
  });

  const ends: Record<string, RequestListener> = {
    "says that an answer is the last": (_, response) => response.writeHead(200, { connection: "close" }).end("x"),
    "ends the connection behind an answer": (request, response) => response.end("x", () => request.socket.destroy()),
  };
  for (const [what, listener] of Object.entries(ends)) {
    it(`sends the next request on a new connection where the server ${what}`, async () => {
      answer = listener;
      for (let i = 0; i < 3; i++) await connection.send(get);
    });
  }

  it("sends a request once more when it meets the end of a connection in use, not again and again", async () => {
    let count = 0;
    answer = (request, response) => (++count === 1 ? response.end("x") : request.socket.destroy());
    await connection.send(get);
    const error = await connection.send(get).catch((error: Error) => error);
    expect(error).to.have.property("message", "The server closed the connection");
    expect(count).to.equal(3);
  });
});

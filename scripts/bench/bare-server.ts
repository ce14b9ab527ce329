import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// The floor: a node:http server that reads a request to its end and answers 200 with 1 KiB (64 MiB where that is asked for),
// doing nothing else.
const body = Buffer.alloc(1024, "x");
const large = Buffer.alloc(64 * 2 ** 20, "x");
const server = createServer((request, response) => {
  const answer = request.method === "GET" && request.url?.endsWith("/large") ? large : body;
  request.resume().once("end", () => response.writeHead(200, { "content-length": answer.length }).end(answer));
});
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

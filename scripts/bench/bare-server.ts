import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// The floor: a node:http server that reads a request to its end and answers 200 with 1 KiB, doing nothing else.
const body = Buffer.alloc(1024, "x");
const server = createServer((request, response) => {
  request.resume().once("end", () => response.writeHead(200, { "content-length": body.length }).end(body));
});
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

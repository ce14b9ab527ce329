import { createServer } from "node:http";

// The floor: a node:http server that reads a request to its end and answers 200 with 1 KiB (a large body where that is asked
// for), doing nothing else. Plain JavaScript, so that its start is that of Node.js. Arguments: its port, the bytes of a large body.
const [port = 0, bytes = 64 * 2 ** 20] = process.argv.slice(2).map(Number);
// Who receives a message finds a handle in it.
const handle = '{"ReceiptHandle":"none"}';
const body = Buffer.from(handle.padEnd(1024));
/** @type {Buffer | undefined} */
let large;
const server = createServer((request, response) => {
  if (request.url?.endsWith("/large")) large ??= Buffer.alloc(bytes, "x");
  const answer = request.method === "GET" && large && request.url?.endsWith("/large") ? large : body;
  request.resume().once("end", () => response.writeHead(200, { "content-length": answer.length }).end(answer));
});
server.keepAliveTimeout = 65_000;
server.listen(port, "127.0.0.1");

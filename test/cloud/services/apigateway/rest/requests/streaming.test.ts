import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { GetResourcesCommand, TestInvokeMethodCommand } from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { answerOf, useRestApis } from "../use-rest-apis.ts";

/** Streams what the request's query asks for. */
const STREAMS = `
  export const handler = awslambda.streamifyResponse(async ({ queryStringParameters: query }, out) => {
    const how = query?.how;
    if (how === "fail at once") throw new Error("broken");
    if (how === "no head") return out.end("no head");
    const head = {
      statusCode: how === "bad head" ? "none" : 203,
      headers: { "content-type": "text/plain", "x-a": "b" },
      multiValueHeaders: { "x-many": ["1", "2"] },
      cookies: ["c=1", "d=2"],
    };
    const body = awslambda.HttpResponseStream.from(out, head);
    body.write("first;");
    if (how === "fail later") throw new Error("broken");
    await new Promise((resolve) => setTimeout(resolve, how === "slow" ? 300 : 0));
    body.end("last");
  });`;

describe("A REST API whose responses stream", () => {
  const suite = useRestApis();
  let server: Server;
  let url: string;
  let api: string;
  /** Ends what the backend holds back. */
  let goOn = () => {};
  before(async () => {
    server = createServer((_, response) => {
      response.writeHead(201, { "x-backend": "yes" }).write("first;");
      goOn = () => void response.end("last");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const plain = await suite.functionUri("streams", STREAMS);
    const uri = plain.replace("2015-03-31", "2021-11-15").replace(/invocations$/, "response-streaming-invocations");
    const streaming = (settings: object) => ({
      responses: { 200: { description: "fine" } },
      "x-amazon-apigateway-integration": { httpMethod: "POST", responseTransferMode: "STREAM", ...settings },
    });
    api = await suite.define({
      paths: {
        "/function": { get: streaming({ type: "aws_proxy", uri, timeoutInMillis: 900_000 }) },
        "/brief": { get: streaming({ type: "aws_proxy", uri, timeoutInMillis: 50 }) },
        "/backend": {
          get: streaming({ type: "http_proxy", uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
        },
      },
    });
    url = await suite.deploy(api);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** The pieces of an answer, as they come. */
  const piecesOf = async (answer: Response, onPiece: (piece: string) => void = () => {}) => {
    const pieces: string[] = [];
    for await (const bytes of answer.body ?? []) {
      pieces.push(Buffer.from(bytes).toString());
      onPiece(pieces.at(-1) as string);
    }
    return pieces.join("");
  };

  it("begins with the head that its function gives, and goes on as it comes", async () => {
    const answer = await fetch(`${url}/function?how=slow`);
    expect([answer.status, answer.headers.get("x-a"), answer.headers.get("x-many")]).to.deep.equal([203, "b", "1, 2"]);
    expect(answer.headers.getSetCookie()).to.deep.equal(["c=1", "d=2"]);
    expect(answer.headers.get("x-amzn-requestid")).to.be.a("string");
    const times: number[] = [];
    expect(await piecesOf(answer, () => times.push(performance.now()))).to.equal("first;last");
    expect(times).to.have.length.of.at.least(2);
  });

  it("passes on what a backend sends before it ends", async () => {
    const answer = await fetch(`${url}/backend`);
    expect([answer.status, answer.headers.get("x-backend")]).to.deep.equal([201, "yes"]);
    // The backend ends only when its beginning has arrived.
    expect(await piecesOf(answer, () => goOn())).to.equal("first;last");
  });

  for (const how of ["fail at once", "no head", "bad head"])
    it(`is a bad gateway for a function with ${how === "fail at once" ? "a failure before its head" : how}`, async () => {
      const answer = await answerOf(`${url}/function?how=${encodeURIComponent(how)}`);
      expect([answer.status, answer.body]).to.deep.equal([502, { message: "Internal server error" }]);
    });

  it("breaks off when its function fails, so that the client knows", async () => {
    const answer = await fetch(`${url}/function?how=fail%20later`);
    expect(answer.status).to.equal(203);
    const outcome = await piecesOf(answer).catch(() => "broken off");
    expect(outcome).to.equal("broken off");
    expect(await piecesOf(await fetch(`${url}/function`))).to.equal("first;last");
  });

  it("breaks off what takes longer than its timeout", async () => {
    await fetch(`${url}/function`).then((warm) => warm.text());
    const outcome = await fetch(`${url}/brief?how=slow`)
      .then((answer) => piecesOf(answer))
      .catch(() => "broken off");
    expect(outcome).to.not.equal("first;last");
  });

  it("answers a test as a whole", async () => {
    const { items } = await suite.client.send(new GetResourcesCommand({ restApiId: api }));
    const resourceId = items?.find(({ path }) => path === "/function")?.id;
    const tested = { restApiId: api, resourceId, httpMethod: "GET" };
    expect(await suite.client.send(new TestInvokeMethodCommand(tested))).to.include({
      status: 203,
      body: "first;last",
    });
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { startCloud } from "../../../lab/cloud/index.ts";
import { environment, isLocalStack, reachableOnLocalStack } from "../../../lab/targets/localstack/quirks.ts";

describe("LocalStack", () => {
  it("is reached at a path where its URLs name a host that needs DNS", () => {
    const reachable = reachableOnLocalStack("http://127.0.0.1:4566");
    expect(reachable("https://abc123.execute-api.localhost.localstack.cloud:4566/prod/")).to.equal(
      "http://127.0.0.1:4566/restapis/abc123/prod/_user_request_",
    );
    expect(reachable("http://127.0.0.1:4566/_aws/execute-api/abc123/prod/")).to.equal(
      "http://127.0.0.1:4566/_aws/execute-api/abc123/prod/",
    );
  });

  it("listens on the port that the person sees, so that the URLs it makes are right", () => {
    expect(environment(4599)).to.include({
      GATEWAY_LISTEN: "0.0.0.0:4599",
      LOCALSTACK_HOST: "localhost.localstack.cloud:4599",
    });
  });

  it("is told from the lab, and from nothing, by its health", async () => {
    const server = createServer((_, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end('{"services":{}}'),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await isLocalStack(`http://127.0.0.1:${port}`)).to.equal(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isLocalStack(`http://127.0.0.1:${port}`)).to.equal(false);
    await using cloud = await startCloud({ port: 0 });
    expect(await isLocalStack(cloud.endpoint)).to.equal(false);
  });
});

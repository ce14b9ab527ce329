import { request } from "node:http";
import {
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  DeleteBasePathMappingCommand,
  DeleteDomainNameCommand,
  DeleteRestApiCommand,
  GetBasePathMappingsCommand,
  GetDomainNamesCommand,
  UpdateBasePathMappingCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { failure } from "../../../../use-cloud.ts";
import { mock, useRestApis } from "../use-rest-apis.ts";

describe("Custom domains of REST APIs", () => {
  const suite = useRestApis();
  const says = (text: string) => ({
    paths: {
      "/{proxy+}": { get: mock(`{"${text}": "$input.params('proxy')"}`) },
      "/": { get: mock(`{"${text}": "root"}`) },
    },
  });
  /** Asks the lab by another name. */
  const ask = (host: string, path: string) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(suite.cloud.endpoint);
      request({ hostname, port, path, headers: { host } }, (response) => {
        let body = "";
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      })
        .on("error", reject)
        .end();
    });

  it("lead to APIs by their paths, the longest first", async () => {
    const [first, second] = [await suite.define(says("first")), await suite.define(says("second"))];
    for (const api of [first, second]) await suite.deploy(api);
    const domainName = "api.example.com";
    const { client } = suite;
    const made = await client.send(
      new CreateDomainNameCommand({
        domainName,
        regionalCertificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/1",
        endpointConfiguration: { types: ["REGIONAL"] },
      }),
    );
    expect(made.regionalDomainName).to.match(/^d-\w{10}\.execute-api\.us-east-1\.amazonaws\.com$/);
    await client.send(new CreateBasePathMappingCommand({ domainName, restApiId: first, stage: "prod" }));
    await client.send(
      new CreateBasePathMappingCommand({ domainName, basePath: "v2", restApiId: second, stage: "prod" }),
    );
    expect((await ask("api.example.com:4566", "/a/b")).body).to.equal('{"first": "a/b"}');
    expect((await ask(domainName, "/v2/c")).body).to.equal('{"second": "c"}');
    expect((await ask("API.example.com", "/v2")).body).to.equal('{"second": "root"}');
    expect((await ask(domainName, "/v20")).body).to.equal('{"first": "v20"}');

    const { items = [] } = await client.send(new GetBasePathMappingsCommand({ domainName }));
    expect(items.map(({ basePath }) => basePath)).to.deep.equal(["(none)", "v2"]);
    const patchOperations = [{ op: "replace" as const, path: "/basePath", value: "v3" }];
    await client.send(new UpdateBasePathMappingCommand({ domainName, basePath: "v2", patchOperations }));
    expect((await ask(domainName, "/v3/c")).body).to.equal('{"second": "c"}');
    expect((await failure(client.send(new DeleteRestApiCommand({ restApiId: second })))).name).to.equal(
      "BadRequestException",
    );
    await client.send(new DeleteBasePathMappingCommand({ domainName, basePath: "(none)" }));
    expect((await ask(domainName, "/a")).status).to.equal(404);
    await client.send(new DeleteDomainNameCommand({ domainName }));
    expect((await ask(domainName, "/v3/c")).status).not.to.equal(200);
    await client.send(new DeleteRestApiCommand({ restApiId: second }));
  });

  it("may choose the stage by the path, and stand for all names below one", async () => {
    const api = await suite.define(says("any"));
    for (const stage of ["dev", "prod"]) await suite.deploy(api, stage);
    const domainName = "*.wild.example.com";
    await suite.client.send(new CreateDomainNameCommand({ domainName }));
    await suite.client.send(new CreateBasePathMappingCommand({ domainName, restApiId: api }));
    expect((await ask("a.wild.example.com", "/dev/x")).body).to.equal('{"any": "x"}');
    expect((await ask("b.wild.example.com", "/nowhere/x")).status).to.equal(403);
    const { items = [] } = await suite.client.send(new GetDomainNamesCommand());
    expect(items.map((one) => one.domainName)).to.deep.equal([domainName]);
  });

  it("are nobody else's", async () => {
    await suite.client.send(new CreateDomainNameCommand({ domainName: "taken.example.com" }));
    const other = { credentials: { accessKeyId: "111111111111", secretAccessKey: "test" } };
    const { APIGatewayClient } = await import("@aws-sdk/client-api-gateway");
    const client = suite.cloud.client(APIGatewayClient, other);
    const taken = client.send(new CreateDomainNameCommand({ domainName: "taken.example.com" }));
    expect((await failure(taken)).name).to.equal("ConflictException");
    expect((await client.send(new GetDomainNamesCommand())).items ?? []).to.deep.equal([]);
    expect(
      (await failure(client.send(new DeleteDomainNameCommand({ domainName: "taken.example.com" })))).name,
    ).to.equal("NotFoundException");
    for (const domainName of ["localhost", "a b.com", "../x.com"])
      expect((await failure(client.send(new CreateDomainNameCommand({ domainName })))).name).to.equal(
        "BadRequestException",
      );
  });
});

import {
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  type CreateDomainNameCommandInput,
  DeleteRestApiCommand,
  type EndpointType,
  UpdateDomainNameCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { bad, refused, replace, useChecks } from "../use-checks.ts";

const certificate = (region: string) => `arn:aws:acm:${region}:000000000000:certificate/1`;

// The words are AWS's, as users of the Serverless Framework, SST and Terraform reported them.
describe("Custom domains of REST APIs, as AWS checks them", () => {
  const suite = useChecks();
  const create = (domainName: string, more: Partial<CreateDomainNameCommandInput> = {}) =>
    suite.client.send(new CreateDomainNameCommand({ domainName, ...more }));
  const of = (type: EndpointType) => ({ endpointConfiguration: { types: [type] } });

  it("have certificates of the region that serves them", async () => {
    const wrong = (arn: string) => bad(`Invalid certificate ARN: ${arn}. Certificate must be in 'us-east-1'.`);
    const far = certificate("eu-west-1");
    expect(await refused(create("a.example.com", { certificateArn: far }))).to.deep.equal(wrong(far));
    expect(await refused(create("a.example.com", { regionalCertificateArn: far, ...of("REGIONAL") }))).to.deep.equal(
      wrong(far),
    );
    await create("a.example.com", { certificateArn: certificate("us-east-1") });
    const patchOperations = [replace("/certificateArn", far)];
    const changed = suite.client.send(new UpdateDomainNameCommand({ domainName: "a.example.com", patchOperations }));
    expect(await refused(changed)).to.deep.equal(wrong(far));
  });

  it("have certificates of their own kind", async () => {
    const arn = certificate("us-east-1");
    expect(await refused(create("b.example.com", { certificateArn: arn, ...of("REGIONAL") }))).to.deep.equal(
      bad("Cannot import certificates for EDGE while REGIONAL is active."),
    );
    expect(await refused(create("b.example.com", { regionalCertificateArn: arn, ...of("EDGE") }))).to.deep.equal(
      bad("Cannot import certificates for REGIONAL while EDGE is active."),
    );
  });

  it("have base paths of one part, each once, and keep their APIs", async () => {
    const { client, restApiId } = suite;
    const domainName = "c.example.com";
    await create(domainName);
    const map = (basePath?: string) =>
      client.send(new CreateBasePathMappingCommand({ domainName, restApiId, basePath }));
    expect(await refused(map("a/b"))).to.deep.equal(
      bad(
        "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a multi-level base path mapping, use API Gateway V2.",
      ),
    );
    await map();
    await map("a+(b)");
    for (const again of [undefined, "(none)"])
      expect(await refused(map(again))).to.deep.equal([
        "ConflictException",
        "Only one base path mapping is allowed if the base path is empty.",
      ]);
    expect(await refused(map("a+(b)"))).to.deep.equal([
      "ConflictException",
      "Base path already exists for this domain name",
    ]);
    expect(await refused(client.send(new DeleteRestApiCommand({ restApiId })))).to.deep.equal(
      bad(
        `Deleting RestApi ${restApiId} failed. Please remove all base path mappings related to the RestApi in your domains: ${domainName}.`,
      ),
    );
  });
});

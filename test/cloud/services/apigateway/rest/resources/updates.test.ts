import {
  APIGatewayClient,
  GetAuthorizersCommand,
  GetDomainNameCommand,
  GetRestApiCommand,
  GetStageCommand,
  GetUsagePlansCommand,
} from "@aws-sdk/client-api-gateway";
import { expect } from "chai";
import { useCloud } from "../../../../use-cloud.ts";
import { Stacks } from "../../../cloudformation/stacks.ts";

const certificate = "arn:aws:acm:us-east-1:000000000000:certificate/1";
const FUNCTION =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

/** A template with what it says of each resource; what it leaves away is as AWS has it by default. */
function template(says: Readonly<Record<string, object>>) {
  const Ref = "Api";
  const of = (Type: string, name: string, Properties: object, more: object = {}) => ({
    Type: `AWS::ApiGateway::${Type}`,
    Properties: { ...Properties, ...says[name] },
    ...more,
  });
  const RestApiId = { Ref };
  return {
    Resources: {
      Api: of("RestApi", "Api", { Name: "x" }),
      Method: of("Method", "Method", {
        RestApiId,
        ResourceId: { "Fn::GetAtt": ["Api", "RootResourceId"] },
        HttpMethod: "GET",
        AuthorizationType: "NONE",
        Integration: { Type: "MOCK" },
      }),
      Deployment: of("Deployment", "Deployment", { RestApiId }, { DependsOn: "Method" }),
      Stage: of("Stage", "Stage", { RestApiId, DeploymentId: { Ref: "Deployment" }, StageName: "prod" }),
      Authorizer: of("Authorizer", "Authorizer", {
        RestApiId,
        Name: "a",
        Type: "REQUEST",
        AuthorizerUri: FUNCTION,
        IdentitySource: "method.request.header.x",
      }),
      Plan: of("UsagePlan", "Plan", {}),
      Domain: of("DomainName", "Domain", { DomainName: "stack.example.com" }),
    },
  };
}

const FULL = {
  Api: {
    Description: "d",
    EndpointConfiguration: { Types: ["EDGE"] },
    MinimumCompressionSize: 1,
    ApiKeySourceType: "AUTHORIZER",
  },
  Stage: { Description: "d", TracingEnabled: true, Variables: { a: "1" } },
  Authorizer: { AuthorizerResultTtlInSeconds: 5, IdentityValidationExpression: "x" },
  Plan: { Description: "d", Quota: { Limit: 1, Period: "DAY" }, Throttle: { RateLimit: 1, BurstLimit: 1 } },
  Domain: {
    CertificateArn: certificate,
    EndpointConfiguration: { Types: ["EDGE"] },
    MutualTlsAuthentication: { TruststoreUri: "s3://b/k" },
  },
};

const BARE = {
  Api: { EndpointConfiguration: { Types: ["REGIONAL"] } },
  Domain: { RegionalCertificateArn: certificate, EndpointConfiguration: { Types: ["REGIONAL"] } },
};

describe("A REST API of a stack", () => {
  const lab = useCloud();

  it("has what its template says, and after a change nothing that it no longer says", async () => {
    const stacks = new Stacks(lab);
    const client = lab.client(APIGatewayClient);
    expect((await stacks.create("api", template(FULL))).StackStatus).to.equal("CREATE_COMPLETE");
    const restApiId = (await stacks.resources("api")).Api?.id;
    const api = () => client.send(new GetRestApiCommand({ restApiId }));
    const stage = () => client.send(new GetStageCommand({ restApiId, stageName: "prod" }));
    const authorizer = async () => (await client.send(new GetAuthorizersCommand({ restApiId }))).items?.[0];
    const plan = async () => (await client.send(new GetUsagePlansCommand({}))).items?.[0];
    const domain = () => client.send(new GetDomainNameCommand({ domainName: "stack.example.com" }));
    expect(await api()).to.include({ description: "d", minimumCompressionSize: 1 });
    expect(await stage()).to.deep.include({ description: "d", tracingEnabled: true, variables: { a: "1" } });
    expect(await authorizer()).to.include({ authorizerResultTtlInSeconds: 5, identityValidationExpression: "x" });
    expect(await plan()).to.deep.include({ description: "d", throttle: { rateLimit: 1, burstLimit: 1 } });
    expect((await domain()).mutualTlsAuthentication).to.deep.equal({ truststoreUri: "s3://b/k" });

    expect((await stacks.update("api", template(BARE))).StackStatus).to.equal("UPDATE_COMPLETE");
    const changed = await api();
    expect(changed).not.to.have.any.keys("description", "minimumCompressionSize");
    expect(changed.endpointConfiguration?.types).to.deep.equal(["REGIONAL"]);
    const staged = await stage();
    expect(staged.tracingEnabled).to.equal(false);
    expect(staged).not.to.have.any.keys("description", "variables");
    expect(await authorizer()).not.to.have.any.keys("authorizerResultTtlInSeconds", "identityValidationExpression");
    expect(await plan()).not.to.have.any.keys("description", "quota", "throttle");
    const named = await domain();
    expect(named).not.to.have.any.keys("mutualTlsAuthentication", "certificateArn");
    expect(named).to.include({ regionalCertificateArn: certificate });
    expect(named.endpointConfiguration?.types).to.deep.equal(["REGIONAL"]);
  });

  for (const [name, says, problem] of [
    ["Stage", { Variables: { a: "" } }, "Invalid stage variable value"],
    [
      "Method",
      { Integration: { Type: "MOCK", RequestParameters: { x: "y" } } },
      "Invalid mapping expression specified",
    ],
    [
      "Method",
      { MethodResponses: [{ StatusCode: "200", ResponseModels: { "text/plain": "None" } }] },
      "Invalid model identifier specified: None",
    ],
    ["Domain", { RoutingMode: "ROUTING_RULE_ONLY" }, "routing rules"],
  ] as const) {
    it(`is refused as operations are: ${problem}`, async () => {
      const stacks = new Stacks(lab);
      const StackName = `refused-${problem.replace(/\W/g, "")}`.slice(0, 40);
      const Domain = { DomainName: `${StackName}.example.com`.toLowerCase() };
      const { Resources } = template({ Domain, [name]: name === "Domain" ? { ...Domain, ...says } : says });
      const { StackStatus } = await stacks.create(StackName, { Resources });
      expect(StackStatus).to.equal("ROLLBACK_COMPLETE");
      expect((await stacks.story(StackName)).join("\n")).to.contain(problem);
    });
  }
});

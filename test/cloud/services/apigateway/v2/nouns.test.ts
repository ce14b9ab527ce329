import {
  ApiGatewayV2Client,
  CreateApiCommand,
  type CreateApiCommandInput,
  CreateApiMappingCommand,
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  CreateDomainNameCommand,
  CreateIntegrationCommand,
  type CreateIntegrationCommandInput,
  CreateIntegrationResponseCommand,
  CreateModelCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
  DeleteRouteCommand,
  GetApisCommand,
  GetDomainNameCommand,
  GetIntegrationResponseCommand,
  GetIntegrationsCommand,
  GetRouteResponseCommand,
  GetRouteResponsesCommand,
  GetRoutesCommand,
  GetStagesCommand,
  GetTagsCommand,
  ImportApiCommand,
  UpdateApiCommand,
  UpdateAuthorizerCommand,
  UpdateDomainNameCommand,
  UpdateRouteResponseCommand,
} from "@aws-sdk/client-apigatewayv2";
import { expect } from "chai";
import { useCloud } from "../../../use-cloud.ts";
import { bad, missing, refused } from "../rest/use-checks.ts";

const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";
const INVOKED = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;
const conflict = (message: string) => ["ConflictException", message];

describe("HTTP and WebSocket APIs, noun by noun", () => {
  const lab = useCloud();
  let client: ApiGatewayV2Client;
  let http: string;
  let socket: string;
  const api = async (more: Partial<CreateApiCommandInput> = {}) => {
    const made = await client.send(new CreateApiCommand({ Name: "x", ProtocolType: "HTTP", ...more }));
    return made.ApiId as string;
  };
  beforeEach(async () => {
    client = lab.client(ApiGatewayV2Client);
    http = await api();
    socket = await api({ ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.action" });
  });

  describe("an API", () => {
    for (const [input, problem] of [
      [{ Name: " " }, bad("Name must not be empty")],
      [
        { RouteSelectionExpression: "$request.body.action" },
        bad("RouteSelectionExpression must be $request.method $request.path for HTTP APIs"),
      ],
    ] as const) {
      it(`is not made, nor becomes one, with ${JSON.stringify(input)}`, async () => {
        expect(await refused(api(input))).to.deep.equal(problem);
        expect(await refused(client.send(new UpdateApiCommand({ ApiId: http, ...input })))).to.deep.equal(problem);
      });
    }

    it("is imported with what a document means, whatever it has for texts and lists", async () => {
      const cors = { allowOrigins: "https://a", allowMethods: ["GET"], maxAge: "5", allowCredentials: "true" };
      const document = (more: object) =>
        JSON.stringify({ openapi: "3.0.1", info: { title: "x", version: "1" }, paths: {}, ...more });
      const Body = document({ "x-amazon-apigateway-cors": cors });
      const { CorsConfiguration } = await client.send(new ImportApiCommand({ Body }));
      expect(CorsConfiguration).to.deep.equal({
        AllowCredentials: true,
        AllowMethods: ["GET"],
        AllowOrigins: ["https://a"],
        MaxAge: 5,
      });
      const wrong = document({ "x-amazon-apigateway-cors": { maxAge: "long" } });
      expect((await refused(client.send(new ImportApiCommand({ Body: wrong }))))[0]).to.equal("BadRequestException");
    });

    it("says of what quick create made that it did", async () => {
      const ApiId = await api({ Target: FUNCTION });
      for (const command of [
        new GetIntegrationsCommand({ ApiId }),
        new GetRoutesCommand({ ApiId }),
        new GetStagesCommand({ ApiId }),
      ]) {
        const { Items = [] } = (await client.send(command as GetRoutesCommand)) as { Items?: object[] };
        expect(Items).to.have.length(1);
        expect(Items[0]).to.include({ ApiGatewayManaged: true });
      }
      const changed = client.send(new UpdateApiCommand({ ApiId, Target: "https://example.com" }));
      expect((await refused(changed))[0]).to.equal("NotImplemented");
    });

    it("is listed by pages that end", async () => {
      for (const MaxResults of ["0", "-1", "many"])
        expect(await refused(client.send(new GetApisCommand({ MaxResults })))).to.deep.equal(
          bad("Invalid MaxResults specified"),
        );
    });

    it("has tags in its own region", async () => {
      const arn = (region: string) => `arn:aws:apigateway:${region}::/apis/${http}`;
      expect((await client.send(new GetTagsCommand({ ResourceArn: arn("us-east-1") }))).Tags).to.deep.equal({});
      const far = client.send(new GetTagsCommand({ ResourceArn: arn("eu-west-1") }));
      expect(await refused(far)).to.deep.equal(missing("Invalid resource ARN specified"));
    });
  });

  describe("an integration", () => {
    const create = (ApiId: string, more: Partial<CreateIntegrationCommandInput>) =>
      client.send(new CreateIntegrationCommand({ ApiId, IntegrationType: "AWS_PROXY", ...more }));
    const proxies = bad(
      "Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)",
    );
    const PayloadFormatVersion = "1.0";
    for (const [input, problem] of [
      [{ IntegrationType: "AWS", IntegrationUri: INVOKED, PayloadFormatVersion }, proxies],
      [{ IntegrationType: "MOCK", PayloadFormatVersion }, proxies],
      [
        { IntegrationUri: FUNCTION, IntegrationMethod: "GET", PayloadFormatVersion },
        bad("HttpMethod must be POST for AWS_PROXY IntegrationType"),
      ],
      [{ IntegrationUri: FUNCTION }, bad("PayloadFormatVersion is a required parameter for integration")],
      [
        { IntegrationUri: FUNCTION, PayloadFormatVersion: "3.0" },
        bad("PayloadFormatVersion must be one of [1.0, 2.0]"),
      ],
      [
        { IntegrationType: "HTTP_PROXY", IntegrationUri: "https://a", PayloadFormatVersion: "2.0" },
        bad("PayloadFormatVersion must be one of [1.0]"),
      ],
    ] as [Partial<CreateIntegrationCommandInput>, string[]][]) {
      it(`of an HTTP API is not made with ${JSON.stringify(input)}`, async () => {
        expect(await refused(create(http, input))).to.deep.equal(problem);
      });
    }

    it("of a WebSocket API gives functions events of the first version", async () => {
      const made = await create(socket, { IntegrationUri: INVOKED, IntegrationMethod: "POST" });
      expect(made.PayloadFormatVersion).to.equal("1.0");
      const second = { IntegrationUri: INVOKED, IntegrationMethod: "POST", PayloadFormatVersion: "2.0" };
      expect((await refused(create(socket, second)))[0]).to.equal("BadRequestException");
    });

    it("has its own responses, one for each key", async () => {
      const mock = { IntegrationType: "MOCK" } as const;
      const [one, other] = [await create(socket, mock), await create(socket, mock)];
      const respond = (IntegrationId = "") =>
        client.send(
          new CreateIntegrationResponseCommand({ ApiId: socket, IntegrationId, IntegrationResponseKey: "$default" }),
        );
      const { IntegrationResponseId } = await respond(one.IntegrationId);
      expect((await refused(respond(one.IntegrationId)))[0]).to.equal("ConflictException");
      const input = { ApiId: socket, IntegrationId: other.IntegrationId, IntegrationResponseId };
      expect((await refused(client.send(new GetIntegrationResponseCommand(input))))[0]).to.equal("NotFoundException");
    });
  });

  describe("an authorizer", () => {
    const create = (ApiId: string, more: Partial<CreateAuthorizerCommandInput> = {}) => {
      const kind = { AuthorizerType: "REQUEST", AuthorizerUri: INVOKED } as const;
      const version = ApiId === http ? { AuthorizerPayloadFormatVersion: "2.0" } : {};
      return client.send(
        new CreateAuthorizerCommand({ ApiId, Name: "guard", IdentitySource: [], ...kind, ...version, ...more }),
      );
    };

    it("has a name of its own, whichever way it gets it", async () => {
      await create(http);
      const taken = conflict("Authorizer name must be unique. Authorizer guard already exists in this RestApi.");
      expect(await refused(create(http))).to.deep.equal(taken);
      const { AuthorizerId } = await create(http, { Name: "other" });
      const renamed = client.send(new UpdateAuthorizerCommand({ ApiId: http, AuthorizerId, Name: "guard" }));
      expect(await refused(renamed)).to.deep.equal(taken);
      expect((await refused(create(http, { Name: "" })))[0]).to.equal("BadRequestException");
    });

    it("looks at what its kind of API has", async () => {
      const wrong = (source: string) => bad(`Invalid mapping expression specified: ${source}`);
      for (const [ApiId, good, other] of [
        [http, "$request.header.x", "route.request.header.x"],
        [socket, "route.request.header.x", "$request.header.x"],
      ] as const) {
        expect(await refused(create(ApiId, { IdentitySource: [other] }))).to.deep.equal(wrong(other));
        await create(ApiId, { IdentitySource: [good, ApiId === http ? "$context.stage" : "context.stage"] });
      }
    });
  });

  describe("a route", () => {
    it("has its own responses, which go with it", async () => {
      const route = async (RouteKey: string) =>
        (await client.send(new CreateRouteCommand({ ApiId: socket, RouteKey }))).RouteId;
      const [one, other] = [await route("a"), await route("b")];
      const respond = { ApiId: socket, RouteId: one, RouteResponseKey: "$default" };
      const { RouteResponseId } = await client.send(new CreateRouteResponseCommand(respond));
      const elsewhere = { ApiId: socket, RouteId: other, RouteResponseId };
      for (const command of [new GetRouteResponseCommand(elsewhere), new UpdateRouteResponseCommand(elsewhere)])
        expect((await refused(client.send(command as GetRouteResponseCommand)))[0]).to.equal("NotFoundException");
      await client.send(new DeleteRouteCommand({ ApiId: socket, RouteId: one }));
      const gone = [
        new GetRouteResponsesCommand({ ApiId: socket, RouteId: one }),
        new GetRouteResponseCommand({ ...elsewhere, RouteId: one }),
      ];
      for (const command of gone)
        expect(await refused(client.send(command as GetRouteResponseCommand))).to.deep.equal(
          missing(`Unable to find Route by ID ${one} within the provided API`),
        );
    });
  });

  it("a stage has settings of routes that are there", async () => {
    const stage = () =>
      client.send(
        new CreateStageCommand({
          ApiId: http,
          StageName: "s",
          RouteSettings: { "GET /a": { ThrottlingBurstLimit: 1 } },
        }),
      );
    expect(await refused(stage())).to.deep.equal(
      missing("Unable to find Route by key GET /a within the provided RouteSettings"),
    );
    await client.send(new CreateRouteCommand({ ApiId: http, RouteKey: "GET /a" }));
    await stage();
  });

  describe("a model", () => {
    const create = (Name: string, Schema: string) =>
      client.send(new CreateModelCommand({ ApiId: socket, Name, Schema, ContentType: "application/json" }));
    for (const [name, schema, problem] of [
      ["", "{}", bad("Model name must be non-empty")],
      ["a-b", "{}", bad("Model name must be alphanumeric: a-b")],
      ["Pet", "", bad("Model schema must have at least 1 property or array items defined")],
      ["Pet", "[]", bad("Invalid model schema specified. The schema must be an object.")],
    ] as const) {
      it(`is not made of ${JSON.stringify([name, schema])}`, async () => {
        expect(await refused(create(name, schema))).to.deep.equal(problem);
      });
    }

    it("has a name of its own", async () => {
      await create("Pet", "{}");
      expect((await refused(create("Pet", "{}")))[0]).to.equal("ConflictException");
    });
  });

  describe("a domain", () => {
    const CertificateArn = "arn:aws:acm:us-east-1:000000000000:certificate/1";
    const DomainNameConfigurations = [{ CertificateArn }];

    it("keeps what it is asked to ask of clients, and takes addresses of both kinds", async () => {
      const DomainName = "tls.example.com";
      const MutualTlsAuthentication = { TruststoreUri: "s3://b/k" };
      const made = await client.send(
        new CreateDomainNameCommand({ DomainName, DomainNameConfigurations, MutualTlsAuthentication }),
      );
      expect(made.MutualTlsAuthentication).to.deep.equal(MutualTlsAuthentication);
      expect(made.RoutingMode).to.equal("API_MAPPING_ONLY");
      expect(made.DomainNameConfigurations?.[0]?.IpAddressType).to.equal("ipv4");
      const changed = await client.send(
        new UpdateDomainNameCommand({
          DomainName,
          DomainNameConfigurations: [{ IpAddressType: "dualstack" }],
          MutualTlsAuthentication: { TruststoreUri: "" },
        }),
      );
      expect(changed).not.to.have.property("MutualTlsAuthentication");
      const got = await client.send(new GetDomainNameCommand({ DomainName }));
      expect(got.DomainNameConfigurations?.[0]).to.include({ IpAddressType: "dualstack", CertificateArn });
      const ruled = client.send(new UpdateDomainNameCommand({ DomainName, RoutingMode: "ROUTING_RULE_ONLY" }));
      expect((await refused(ruled))[0]).to.equal("NotImplemented");
    });

    it("leads to stages that are there, of REST APIs, too", async () => {
      const { APIGatewayClient, CreateRestApiCommand } = await import("@aws-sdk/client-api-gateway");
      const { id: rest } = await lab.client(APIGatewayClient).send(new CreateRestApiCommand({ name: "x" }));
      const DomainName = "stages.example.com";
      await client.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations }));
      for (const ApiId of [http, rest]) {
        const mapped = client.send(new CreateApiMappingCommand({ DomainName, ApiId, Stage: "none" }));
        expect(await refused(mapped)).to.deep.equal(bad("Invalid stage identifier specified"));
      }
    });
  });
});

import { MARK, type Owner, REGION, type World } from "./owner.ts";

/** A REST API with something of each kind, a key and a usage plan. */
export async function fillApiGateway({ own, of, arn }: Owner): Promise<World> {
  const rest = await own.apigateway.CreateRestApi({ name: of, description: MARK, tags: { mark: MARK } });
  const restApiId = rest.id ?? "";
  const resourceId = rest.rootResourceId ?? "";
  await own.apigateway.PutMethod({ restApiId, resourceId, httpMethod: "GET", authorizationType: "AWS_IAM" });
  await own.apigateway.PutIntegration({
    restApiId,
    resourceId,
    httpMethod: "GET",
    type: "MOCK",
    requestTemplates: { "application/json": JSON.stringify({ statusCode: 200, mark: MARK }) },
  });
  await own.apigateway.PutMethodResponse({ restApiId, resourceId, httpMethod: "GET", statusCode: "200" });
  await own.apigateway.PutIntegrationResponse({
    restApiId,
    resourceId,
    httpMethod: "GET",
    statusCode: "200",
    responseTemplates: { "application/json": JSON.stringify(MARK) },
  });
  const deployment = await own.apigateway.CreateDeployment({ restApiId, stageName: "prod", variables: { mark: MARK } });
  const key = await own.apigateway.CreateApiKey({ name: of, description: MARK, value: `${MARK}-${of}`, enabled: true });
  const plan = await own.apigateway.CreateUsagePlan({ name: of, description: MARK });
  await own.apigateway.CreateUsagePlanKey({ usagePlanId: plan.id ?? "", keyId: key.id ?? "", keyType: "API_KEY" });
  const model = { restApiId, name: "Marked", contentType: "application/json", description: MARK, schema: "{}" };
  await own.apigateway.CreateModel(model);
  const validator = await own.apigateway.CreateRequestValidator({ restApiId, name: MARK });

  const authorizer = await own.apigateway.CreateAuthorizer({
    restApiId,
    name: MARK,
    type: "TOKEN",
    identitySource: "method.request.header.Authorization",
    authorizerUri: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${arn("lambda", `function:${of}`)}/invocations`,
  });
  await own.apigateway.CreateDocumentationPart({
    restApiId,
    location: { type: "API" },
    properties: `{"mark":"${MARK}"}`,
  });
  const documentation = await own.apigateway.CreateDocumentationVersion({
    restApiId,
    documentationVersion: "1",
    description: MARK,
  });
  const parts = await own.apigateway.GetDocumentationParts({ restApiId });
  const certificate = await own.apigateway.GenerateClientCertificate({ description: MARK });
  return {
    apigateway: {
      restApiId,
      resourceId,
      parentId: resourceId,
      httpMethod: "GET",
      statusCode: "200",
      deploymentId: deployment.id,
      stageName: "prod",
      apiKey: key.id,
      usagePlanId: plan.id,
      keyId: key.id,
      keyType: "API_KEY",
      modelName: "Marked",
      requestValidatorId: validator.id,
      includeValues: true,
      includeValue: true,
      resourceArn: `arn:aws:apigateway:${REGION}::/restapis/${restApiId}`,
      exportType: "oas30",
      authorizerId: authorizer.id,
      documentationVersion: documentation.version,
      documentationPartId: parts.items?.[0]?.id,
      clientCertificateId: certificate.clientCertificateId,
      startDate: "2026-01-01",
      endDate: "2026-01-02",
    },
  };
}

/** An HTTP API and a WebSocket API. */
export async function fillApiGatewayV2({ own, of }: Owner): Promise<World> {
  const http = await own.apigatewayv2.CreateApi({ Name: of, ProtocolType: "HTTP", Description: MARK });
  const ApiId = http.ApiId ?? "";
  const integration = await own.apigatewayv2.CreateIntegration({
    ApiId,
    IntegrationType: "HTTP_PROXY",
    IntegrationMethod: "GET",
    IntegrationUri: `https://example.com/${MARK}`,
    PayloadFormatVersion: "1.0",
  });
  const IntegrationId = integration.IntegrationId ?? "";
  const route = await own.apigatewayv2.CreateRoute({
    ApiId,
    RouteKey: "GET /",
    Target: `integrations/${IntegrationId}`,
  });
  await own.apigatewayv2.CreateStage({ ApiId, StageName: "prod", AutoDeploy: true, StageVariables: { mark: MARK } });
  const socket = await own.apigatewayv2.CreateApi({
    Name: `sockets-${of}`,
    ProtocolType: "WEBSOCKET",
    RouteSelectionExpression: "$request.body.action",
  });

  return {
    apigatewayv2: {
      ApiId,
      IntegrationId,
      RouteId: route.RouteId,
      StageName: "prod",
      ResourceArn: `arn:aws:apigateway:${REGION}::/apis/${ApiId}`,
      OutputType: "JSON",
      Specification: "OAS30",
      SocketId: socket.ApiId,
    },
  };
}

import { badRequest, conflict, notYet } from "../../shared/errors.ts";
import { newId } from "../../shared/ids.ts";
import { checkApiQuota } from "../../shared/quotas.ts";
import type { Integration } from "../records.ts";
import type { ApiGatewayV2, V2Context } from "../state.ts";
import { checkMappings } from "./mapping-checks.ts";
import { type ApiRecords, apiRecords, forgetResponsesOf, given, openApi, page } from "./record-operations.ts";
import { routes } from "./routes.ts";
import { LATER, SUBTYPES } from "./subtypes.ts";

export const integrations: ApiRecords<Integration> = apiRecords((state) => state.integrations, "Integration");

export const createIntegration: ApiGatewayV2["CreateIntegration"] = ({ ApiId, ...input }, context) => {
  const isHttp = openApi(context, ApiId).ProtocolType === "HTTP";
  const integration: Integration = {
    ConnectionType: "INTERNET",
    ...(!isHttp && { PayloadFormatVersion: "1.0" }),
    TimeoutInMillis: isHttp ? 30_000 : 29_000,
    ...(!isHttp && {
      PassthroughBehavior: "WHEN_NO_MATCH",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: API Gateway's own expression, not JavaScript's
      IntegrationResponseSelectionExpression: "${integration.response.statuscode}",
    }),
    ...given(input),
    IntegrationId: newId(7),
    IntegrationType: input.IntegrationType,
  };
  const method = integration.IntegrationMethod ?? (isLambda(integration) ? "POST" : undefined);
  const whole = { ...integration, ...(method && { IntegrationMethod: method }) };
  checkIntegration(whole, isHttp);
  checkApiQuota("Integrations", integrations.all(context, ApiId).length);
  return integrations.put(context, ApiId, whole.IntegrationId, whole);
};

export const getIntegration: ApiGatewayV2["GetIntegration"] = ({ ApiId, IntegrationId }, context) =>
  integrations.open(context, ApiId, IntegrationId);

export const getIntegrations: ApiGatewayV2["GetIntegrations"] = (input, context) =>
  page(integrations.all(context, input.ApiId), input);

export const updateIntegration: ApiGatewayV2["UpdateIntegration"] = ({ ApiId, IntegrationId, ...input }, context) => {
  const before = integrations.open(context, ApiId, IntegrationId);
  const after = { ...before, ...given(input) } as Integration;
  const merged = {
    ...after,
    ...(input.RequestParameters && {
      RequestParameters: withoutEmpty({ ...before.RequestParameters, ...input.RequestParameters }),
    }),
  };
  checkIntegration(merged, openApi(context, ApiId).ProtocolType === "HTTP");
  return integrations.put(context, ApiId, IntegrationId, merged);
};

/** An empty value takes a mapping away. */
function withoutEmpty(parameters: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ""));
}

export const deleteIntegration: ApiGatewayV2["DeleteIntegration"] = ({ ApiId, IntegrationId }, context: V2Context) => {
  const using = routes.all(context, ApiId).filter(({ Target }) => Target === `integrations/${IntegrationId}`);
  if (using.length > 0) {
    const ids = using.map(({ RouteId }) => RouteId).join(", ");
    throw conflict(`Cannot delete Integration because it is referenced by the following Routes with Ids: [${ids}]`);
  }
  context.cloud.store.write(() => {
    integrations.remove(context, ApiId, IntegrationId);
    forgetResponsesOf(context, ApiId, { IntegrationId });
  });
  return {};
};

function isLambda({ IntegrationType, IntegrationSubtype }: Integration): boolean {
  return IntegrationType === "AWS_PROXY" && IntegrationSubtype === undefined;
}

function checkIntegration(integration: Integration, isHttp: boolean): void {
  const { IntegrationType: type, IntegrationUri: uri, IntegrationSubtype: subtype, TimeoutInMillis = 0 } = integration;
  const longest = isHttp ? 30_000 : 29_000;
  if (TimeoutInMillis < 50 || TimeoutInMillis > longest)
    throw badRequest(`Timeout should be between 50 ms and ${longest} ms`);
  if (integration.ConnectionType === "VPC_LINK") throw notYet("integrations through VPC links");
  if (isHttp && type !== "AWS_PROXY" && type !== "HTTP_PROXY")
    throw badRequest(
      "Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)",
    );
  if (isLambda(integration) && integration.IntegrationMethod !== "POST")
    throw badRequest("HttpMethod must be POST for AWS_PROXY IntegrationType");
  if (subtype !== undefined) checkSubtype(integration, subtype, isHttp);
  checkPayload(integration, isHttp);
  if (isHttp) checkMappings(integration);
  if (type === "MOCK" || subtype !== undefined) return;
  if (uri === undefined) throw badRequest("IntegrationUri is required for this integration type");
  const isArn = uri.startsWith("arn:");
  if (type === "AWS_PROXY" && !isArn) throw badRequest("Integration URI must be the ARN of a Lambda function");
  if ((type === "HTTP_PROXY" || type === "HTTP") && !/^(https?:\/\/|\$\{stageVariables)/.test(uri))
    throw badRequest("Invalid HTTP endpoint specified for URI");
}

/** The events that a backend gets: functions may have the second version, of HTTP APIs alone. */
function checkPayload(integration: Integration, isHttp: boolean): void {
  const { PayloadFormatVersion: version } = integration;
  if (version === undefined) throw badRequest("PayloadFormatVersion is a required parameter for integration");
  const versions = isHttp && isLambda(integration) ? ["1.0", "2.0"] : ["1.0"];
  if (!versions.includes(version)) throw badRequest(`PayloadFormatVersion must be one of [${versions.join(", ")}]`);
}

function checkSubtype(integration: Integration, name: string, isHttp: boolean): void {
  const { IntegrationType, CredentialsArn, RequestParameters = {} } = integration;
  if (!isHttp || IntegrationType !== "AWS_PROXY")
    throw badRequest("IntegrationSubtype is supported for AWS_PROXY integrations of HTTP APIs only");
  if (LATER.has(name)) throw notYet(`integrations of the subtype ${name}`);
  const subtype = SUBTYPES.get(name);
  if (!subtype) throw badRequest(`Invalid integration subtype specified: ${name}`);
  if (!CredentialsArn) throw badRequest("Credentials are required for AWS service integrations");
  const { required, optional } = subtype;
  const missing = required.filter((one) => !Object.hasOwn(RequestParameters, one));
  if (missing.length > 0)
    throw badRequest(`Missing required parameters for the subtype ${name}: ${missing.join(", ")}`);
  const known = [...required, ...optional, "Region"];
  const unknown = Object.keys(RequestParameters).filter((one) => !known.includes(one));
  if (unknown.length > 0) throw badRequest(`Invalid parameters for the subtype ${name}: ${unknown.join(", ")}`);
}

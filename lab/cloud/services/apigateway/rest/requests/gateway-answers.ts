import { own } from "../../../../own.ts";
import type { Answer } from "../../requests/answers.ts";
import { contextOf, memberOf } from "../../requests/context.ts";
import { headerValues, present, valuesOf } from "../../requests/parameters.ts";
import { type Refusal, STATUSES } from "../../requests/refusals.ts";
import type { GatewayResponse } from "../records.ts";
import type { RestRequest, StageRequest } from "./rest-request.ts";

/**
 * The answer to a request that API Gateway refuses itself: as the API wants it, for this type of refusal or for all of its
 * kind, and else as AWS words it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function answerTo(refusal: Refusal, request: StageRequest & Partial<Pick<RestRequest, "route">>): Answer {
  const { gatewayResponses } = request.deployed;
  const usual = refusal.status ?? STATUSES[refusal.type] ?? 500;
  const own = gatewayResponses.get(refusal.type);
  const shared = own ?? gatewayResponses.get(usual < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
  const status = Number((own ?? shared)?.statusCode ?? usual);
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "x-amzn-errortype": refusal.errorType,
  };
  for (const [target, source] of Object.entries(shared?.responseParameters ?? {})) {
    const [value] = valuesOf(source, request);
    if (value !== undefined) headers[target.slice("gatewayresponse.header.".length).toLowerCase()] = value;
  }
  const [type, template] = templateOf(shared, request);
  if (template === undefined) return { status, headers, body: usualBody(refusal) };
  return { status, headers: { ...headers, "content-type": type }, body: filled(template, request) };
}

/** Denials by IAM and by authorizers spell the member so. */
function usualBody({ type, text }: Refusal): string {
  return JSON.stringify(type === "ACCESS_DENIED" ? { Message: text } : { message: text });
}

/** The template for the type that the client accepts, or the first one. */
function templateOf(
  response: GatewayResponse | undefined,
  request: StageRequest,
): [type: string, template: string | undefined] {
  const templates = response?.responseTemplates ?? {};
  const [accept = ""] = headerValues(request, "accept");
  const types = accept.split(",").map((type) => type.split(";")[0]?.trim() ?? "");
  const type = types.find((one) => Object.hasOwn(templates, one)) ?? Object.keys(templates)[0] ?? "application/json";
  return [type, templates[type]];
}

const NAME = String.raw`(?:context(?:\.\w+)+|stageVariables\.\w+|method\.request\.(?:path|querystring|header)\.[\w-]+)`;
/** In braces, or without: a brace that follows one without is the template's own. */
const VARIABLE = new RegExp(String.raw`\$(?:\{(${NAME})\}|(${NAME}))`, "g");

/** These templates know variables, and nothing else of VTL. */
function filled(template: string, request: StageRequest & Partial<Pick<RestRequest, "route">>): string {
  const context = contextOf(request);
  return template.replace(VARIABLE, (_, braced: string | undefined, bare: string | undefined) => {
    const [, source, name = ""] = /^(context|stageVariables|method)\.(.+)$/.exec(braced ?? bare ?? "") ?? [];
    if (source === "context") return present(memberOf(context, name))[0] ?? "";
    if (source === "stageVariables") return own(request.stage.variables, name) ?? "";
    return valuesOf(`method.${name}`, request)[0] ?? "";
  });
}

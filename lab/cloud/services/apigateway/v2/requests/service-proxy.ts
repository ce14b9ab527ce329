import type { FunctionResponse } from "../../../../web/payload-v2.ts";
import { within } from "../../requests/invoke.ts";
import { callService } from "../../requests/service-backend.ts";
import { SUBTYPES } from "../apis/subtypes.ts";
import type { Integration } from "../records.ts";
import { expressed } from "./expressions.ts";
import type { HttpRequest } from "./http-request.ts";
import { internalError, unavailable } from "./refusals.ts";

/** Parameters whose values are lists, and maps of attributes, in JSON. */
const LISTS: Readonly<Record<string, string>> = {
  AttributeNames: "AttributeName",
  MessageAttributeNames: "MessageAttributeName",
};
const ATTRIBUTES: Readonly<Record<string, string>> = {
  MessageAttributes: "MessageAttribute",
  MessageSystemAttributes: "MessageSystemAttribute",
};

/**
 * Calls the service's action that an integration names, with what its parameters make of the request, and answers as the service does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export async function serviceProxy(request: HttpRequest, integration: Integration): Promise<FunctionResponse> {
  const { cloud, home, known } = request;
  const subtype = SUBTYPES.get(integration.IntegrationSubtype ?? "");
  if (!subtype) throw internalError();
  const { service, action } = subtype;
  const { Region, ...given } = valuesOf(integration, request);
  const isForm = service === "sqs";
  const body = isForm ? formOf(action, given) : JSON.stringify(given);
  const begun = performance.now();
  const call = callService({
    cloud,
    home,
    backend: { region: Region ?? home.region, service, subdomain: undefined, kind: "action", rest: action },
    credentials: integration.CredentialsArn,
    method: "POST",
    payload: {
      body: Buffer.from(body),
      contentType: "application/json",
      parameters: { header: {}, path: {}, querystring: {} },
    },
  }).catch(() => undefined);
  const answer = await within(cloud, integration.TimeoutInMillis ?? 30_000, call);
  if (answer === "late") throw unavailable();
  if (!answer) throw internalError();
  known.integration = { status: answer.status, latency: Math.round(performance.now() - begun) };
  return answer;
}

/** What the parameters are for a request; those without a value are left out. */
function valuesOf({ RequestParameters = {} }: Integration, request: HttpRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(RequestParameters).flatMap(([name, expression]) => {
      const value = expressed(expression, request);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The parameters as a form has them. */
function formOf(action: string, values: Readonly<Record<string, string>>): string {
  const form = new URLSearchParams({ Action: action, Version: "2012-11-05" });
  for (const [name, value] of Object.entries(values)) {
    const [list, attribute] = [LISTS[name], ATTRIBUTES[name]];
    if (list) for (const [i, item] of listIn(value).entries()) form.append(`${list}.${i + 1}`, item);
    else if (attribute) writeAttributes(form, attribute, value);
    else form.append(name, value);
  }
  return form.toString();
}

/** A list in JSON, or of words between commas. */
function listIn(text: string): string[] {
  const given = parsed(text);
  return Array.isArray(given) ? given.map(String) : text.split(",").map((word) => word.trim());
}

function writeAttributes(form: URLSearchParams, prefix: string, text: string): void {
  const given = parsed(text);
  if (typeof given !== "object" || given === null) {
    form.append(prefix, text);
    return;
  }
  for (const [i, [name, value]] of Object.entries(given).entries()) {
    form.append(`${prefix}.${i + 1}.Name`, name);
    for (const [member, inner] of Object.entries((value ?? {}) as object))
      form.append(`${prefix}.${i + 1}.Value.${member}`, String(inner));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

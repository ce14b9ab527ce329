import { own } from "../../../own.ts";
import { at, parsedBody } from "./json-path.ts";

/** What a template made, and the status and headers that it set through `$context.responseOverride`. */
export interface Rendered {
  readonly text: string;
  readonly overrides: {
    readonly status: number | undefined;
    /** By lower-case name. */
    readonly headers: Record<string, string>;
  };
  /** What it set through `$context.requestOverride`. */
  readonly request: {
    readonly path: Record<string, string>;
    readonly querystring: Record<string, string>;
    readonly header: Record<string, string>;
  };
}

/** What a template may speak of. */
export interface TemplateInput {
  /** What `$input` stands for: the request's body, or the backend's answer. */
  readonly body: string;
  readonly parameters: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
    /** As they were spelled. */
    readonly header: Readonly<Record<string, string>>;
  };
  readonly context: Readonly<Record<string, unknown>>;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** What these have no value for is empty. */
const QUIET = new Set(["context", "stageVariables"]);

/**
 * Renders a mapping template (VTL) with the variables that API Gateway documents. Throws when the template is not valid.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export async function render(template: string, input: TemplateInput): Promise<Rendered> {
  const { renderVelocity } = await import("./velocity.ts");
  const responseOverride: { status?: unknown; header: Record<string, unknown> } = { header: {} };
  const requestOverride = { path: {}, querystring: {}, header: {} };
  const variables = {
    input: inputOf(input),
    // Copies: a template can put members into all that it sees.
    util: { ...util },
    context: { ...structuredClone(input.context), responseOverride, requestOverride },
    stageVariables: { ...input.stageVariables },
  };
  const text = renderVelocity(template, variables, QUIET);
  const { status, header } = responseOverride;
  const headers = Object.fromEntries(
    Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  return {
    text,
    overrides: { status: status === undefined ? undefined : Number(status), headers },
    request: requestOverride,
  };
}

function inputOf({ body, parameters }: TemplateInput) {
  const parsed = parsedBody(body);
  return {
    body,
    json: (path: string) => JSON.stringify(at(parsed, path) ?? ""),
    path: (path: string) => at(parsed, path) ?? "",
    params(name?: string) {
      if (name === undefined) return parameters;
      // Of all parameters, or of one kind: `$input.params('header')`.
      if (name === "path" || name === "querystring" || name === "header") return parameters[name];
      const { path, querystring, header } = parameters;
      const lower = name.toLowerCase();
      const spelled = Object.keys(header).find((one) => one.toLowerCase() === lower);
      return own(path, name) ?? own(querystring, name) ?? (spelled && header[spelled]) ?? "";
    },
  };
}

const util = {
  escapeJavaScript: (text: unknown) =>
    String(text)
      .replace(/[\\"'/]/g, "\\$&")
      .replace(/\n/g, "\\n")
      .replace(/\r/g, "\\r")
      .replace(/\t/g, "\\t"),
  parseJson: (text: unknown) => JSON.parse(String(text)),
  urlEncode: (text: unknown) => encodeURIComponent(String(text)).replaceAll("%20", "+"),
  urlDecode: (text: unknown) => decodeURIComponent(String(text).replaceAll("+", " ")),
  base64Encode: (text: unknown) => Buffer.from(String(text)).toString("base64"),
  base64Decode: (text: unknown) => Buffer.from(String(text), "base64").toString("utf8"),
};

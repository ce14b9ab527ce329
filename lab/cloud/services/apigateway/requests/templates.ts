import { own } from "../../../own.ts";
import { withTimeLimit } from "../../../patterns/time-limit.ts";
import { at } from "./json-path.ts";
import { fromJson, parsedJson, textOf } from "./velocity-text.ts";

/** What a template made, and what it set, with what one before it had set. */
export interface Rendered {
  readonly text: string;
  readonly overrides: Overrides;
}

/** What the templates of one request set through `$context`: that of the response sees what that of the request did. */
export interface Overrides {
  readonly request: RequestOverride;
  readonly response: ResponseOverride;
}

/** Parameters of the request to a backend, of any type that templates have. */
export interface RequestOverride {
  readonly path?: unknown;
  readonly querystring?: unknown;
  readonly header?: unknown;
}

/** The answer's status and headers, of any type that templates have. */
export interface ResponseOverride {
  readonly status?: unknown;
  readonly header?: unknown;
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
  readonly overrides?: Overrides | undefined;
}

/** What these have no value for is empty. */
const QUIET = new Set(["context", "stageVariables"]);

/**
 * Renders a mapping template (VTL) with the variables that API Gateway documents. Throws when the template is not valid.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export async function render(template: string, input: TemplateInput): Promise<Rendered> {
  const { renderVelocity } = await import("./velocity.ts");
  const { request = { path: {}, querystring: {}, header: {} }, response = { header: {} } } = input.overrides ?? {};
  const variables = {
    input: inputOf(input),
    // Copies: a template can put members into all that it sees.
    util: { ...util },
    context: { ...structuredClone(input.context), requestOverride: request, responseOverride: response },
    stageVariables: { ...input.stageVariables },
  };
  const text = renderVelocity(template, variables, QUIET);
  // A template may have replaced them whole.
  const { requestOverride, responseOverride } = variables.context;
  return { text, overrides: { request: requestOverride ?? {}, response: responseOverride ?? {} } };
}

/** The status and the headers, by lower-case name, that templates put in the place of the answer's own. */
export function overriding({ status, header }: ResponseOverride = {}) {
  const headers = Object.entries(textsOf(header)).map(([name, value]) => [name.toLowerCase(), value]);
  return { status: status === undefined ? undefined : Number(status), headers: Object.fromEntries(headers) };
}

/** Milliseconds. */
const LONGEST_WRITING = 200;

/** The members of what should be a map, as text: a template may have made it anything, lists of lists of lists too. */
export function textsOf(values: unknown): Record<string, string> {
  if (typeof values !== "object" || values === null) return {};
  const members = Object.entries(values);
  const isPlain = members.every(([, value]) => typeof value !== "object");
  const write = () => Object.fromEntries(members.map(([name, value]) => [name, textOf(value)]));
  return isPlain ? write() : withTimeLimit(LONGEST_WRITING, write);
}

function inputOf({ body, parameters }: TemplateInput) {
  const parsed = parsedBody(body);
  return {
    body,
    json: (path: string) => JSON.stringify(at(parsed, path) ?? ""),
    path: (path: string) => fromJson(at(parsed, path) ?? ""),
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

/** A body as JSON; the text itself when it is not JSON. */
function parsedBody(body: string): unknown {
  try {
    return parsedJson(body);
  } catch {
    return body;
  }
}

const util = {
  escapeJavaScript: (text: unknown) =>
    textOf(text)
      .replace(/[\\"'/]/g, "\\$&")
      .replace(/\n/g, "\\n")
      .replace(/\r/g, "\\r")
      .replace(/\t/g, "\\t"),
  parseJson: (text: unknown) => parsedJson(textOf(text)),
  urlEncode: (text: unknown) => encodeURIComponent(textOf(text)).replaceAll("%20", "+"),
  urlDecode: (text: unknown) => decodeURIComponent(textOf(text).replaceAll("+", " ")),
  base64Encode: (text: unknown) => Buffer.from(textOf(text)).toString("base64"),
  base64Decode: (text: unknown) => Buffer.from(textOf(text), "base64").toString("utf8"),
};

import { createHash } from "node:crypto";
import { serviceIn } from "../../../auth/caller.ts";
import type { Cloud } from "../../../cloud.ts";
import type { LogWriter } from "../../../trace/log-writer.ts";
import { settingsOf } from "../rest/apis/method-settings.ts";
import type { RestRequest, StageRequest } from "../rest/requests/rest-request.ts";
import type { Home } from "../shared/homes.ts";
import type { Answer } from "./answers.ts";
import { contextOf, extendedId, memberOf } from "./context.ts";
import { present } from "./parameters.ts";

/** Writes what a stage logs of a request: a line of its access log, and the steps of its execution. */
export function logRequest(request: StageRequest & Partial<Pick<RestRequest, "route">>, answer: Answer): void {
  const { stage, route } = request;
  const { destinationArn, format } = stage.accessLogSettings ?? {};
  const { cloud, state, home, api } = request;
  const name = `${api}/${stage.stageName}`;
  if (destinationArn && format)
    logAccess({ destinationArn, format, context: contextWith(answer, request), cloud, logs: state.logs, home, name });
  if (route) logExecution({ ...request, route }, answer);
}

function contextWith({ status, body }: Answer, request: StageRequest & Partial<Pick<RestRequest, "route">>) {
  const responseLength = String(Buffer.byteLength(body));
  const responseLatency = String(Math.max(0, request.cloud.clock.now() - request.incoming.at.getTime()));
  return { ...contextOf(request), status: String(status), responseLength, responseLatency };
}

/** A line of an access log. */
export interface AccessLine {
  /** Of a log group. */
  readonly destinationArn: string;
  /** Text with variables such as `$context.requestId`. */
  readonly format: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly cloud: Cloud;
  readonly logs: LogWriter;
  readonly home: Pick<Home, "account" | "region">;
  /** Of the API and its stage: they share a stream. */
  readonly name: string;
}

/** Writes a line of an access log; what a request has no value for is a dash. */
export function logAccess({ destinationArn, format, context, cloud, logs, home, name }: AccessLine): void {
  const group = /:log-group:([^:]+)/.exec(destinationArn)?.[1];
  if (!group) return;
  const line = format.replace(/\$context\.([\w.-]+)/g, (_, path: string) => present(memberOf(context, path))[0] || "-");
  const caller = async () => serviceIn(home.account, "apigateway.amazonaws.com");
  logs.write({ region: home.region, group, stream: streamOf(name, cloud.clock.date()), caller }, line);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
function logExecution(request: RestRequest, { status, headers, body }: Answer): void {
  const { cloud, state, home, api, stage, route, incoming } = request;
  const { path } = route.resource;
  const { loggingLevel = "OFF", dataTraceEnabled } = settingsOf(stage, path, route.method.httpMethod ?? "") ?? {};
  if (loggingLevel === "OFF" || (loggingLevel === "ERROR" && status < 400)) return;
  const group = `API-Gateway-Execution-Logs_${api}/${stage.stageName}`;
  const caller = async () => serviceIn(home.account, "apigateway.amazonaws.com");
  const stream = streamOf(group, cloud.clock.date());
  const lines = executionLines(request, { status, headers, body }, dataTraceEnabled ?? false);
  for (const line of [`Extended Request Id: ${extendedId(incoming.requestId)}`, ...lines])
    state.logs.write({ region: home.region, group, stream, caller }, `(${incoming.requestId}) ${line}`);
}

/** The steps of a request, as logs and tests of methods show them. */
export function executionLines(request: RestRequest, answer: Answer, data: boolean): string[] {
  const { incoming, route, known } = request;
  const { requestId, method, path, query, headers, body } = incoming;
  const map = (values: object) =>
    `{${Object.entries(values)
      .map(([name, value]) => `${name}=${value}`)
      .join(", ")}}`;
  return [
    `Starting execution for request: ${requestId}`,
    `HTTP Method: ${method}, Resource Path: ${path}`,
    `Method request path: ${map(route.pathParameters ?? {})}`,
    `Method request query string: ${map(Object.fromEntries(query))}`,
    `Method request headers: ${map(data ? headers : {})}`,
    ...(data
      ? [`Method request body before transformations: ${body.toString("utf8")}`, ...known.log.map((line) => line())]
      : []),
    ...(known.integration
      ? [`Received response. Status: ${known.integration.status}, Integration latency: ${known.integration.latency} ms`]
      : []),
    // What is wrong with the API itself is in its lines already.
    ...(known.refusal && known.refusal.type !== "API_CONFIGURATION_ERROR"
      ? [`${known.refusal.type}: ${known.refusal.text ?? ""} ${known.refusal.validation ?? ""}`.trim()]
      : []),
    ...(data && !known.refusal
      ? [
          `Method response body after transformations: ${answer.body.toString("utf8")}`,
          `Method response headers: ${map(answer.headers)}`,
        ]
      : []),
    ...(known.refusal ? [] : ["Successfully completed execution"]),
    `Method completed with status: ${answer.status}`,
  ];
}

/** A stream for each day, named by a hash. */
function streamOf(name: string, at: Date): string {
  return createHash("md5")
    .update(`${name}/${at.toISOString().slice(0, 10)}`)
    .digest("hex");
}

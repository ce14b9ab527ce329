import type { Span } from "./span.ts";

/** A request from outside, or what the cloud did by itself, with all that happened in it. */
export interface TracedRequest {
  readonly root: Span;
  /** All spans, parents before children, in the order of their begin; with their depth. */
  readonly rows: readonly { readonly span: Span; readonly depth: number }[];
}

/** Puts spans together to what they are parts of, the newest first. A span whose parent is gone stands for itself. */
export function requestsIn(spans: readonly Span[]): TracedRequest[] {
  const known = new Set(spans.map(({ id }) => id));
  const children = new Map<string, Span[]>();
  const roots: Span[] = [];
  for (const span of spans) {
    const { parent } = span;
    if (parent === undefined || !known.has(parent)) roots.push(span);
    else children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const begin = (span: Span) => span.start ?? span.at;
  const byBegin = (a: Span, b: Span) => begin(a) - begin(b);
  const rowsOf = (span: Span, depth: number): { span: Span; depth: number }[] => [
    { span, depth },
    ...(children.get(span.id) ?? []).sort(byBegin).flatMap((child) => rowsOf(child, depth + 1)),
  ];
  return roots.sort((a, b) => byBegin(b, a)).map((root) => ({ root, rows: rowsOf(root, 0) }));
}

/** Names of services for people, where their own are not enough. */
const NAMES: Readonly<Record<string, string>> = {
  "execute-api": "API Gateway",
  "lambda-url": "Function URL",
  function: "Function",
  s3: "S3",
  iam: "IAM",
  sts: "STS",
  ssm: "SSM",
  ecr: "ECR",
  lambda: "Lambda",
  logs: "Logs",
  dynamodb: "DynamoDB",
  dynamodbstreams: "DynamoDB Streams",
  cloudformation: "CloudFormation",
  apigateway: "API Gateway",
  apigatewayv2: "API Gateway",
};

/** A service as people call it: `S3`. API Gateway is three of them: one that calls deployed APIs, and two that manage them. */
export function serviceName(service: string): string {
  return NAMES[service] ?? service;
}

/** What was asked: an operation of AWS, which says more than its request, or the request to a deployed API, with its query. */
export function operationOf({ operation, http }: Pick<Span, "operation" | "http">): string {
  const query = http?.query ? `?${http.query}` : "";
  if (operation !== "") return operation.includes("/") ? `${operation}${query}` : operation;
  return http ? `${http.method} ${http.path}${query}` : "a request that nobody understood";
}

/** What a span is, in a few words: `S3 PutObject`, `API Gateway GET /photos?page=2`. */
export function titleOf(span: Pick<Span, "service" | "operation" | "http">): string {
  return `${serviceName(span.service)} ${operationOf(span)}`;
}

/** Whether a span failed, or answered with an error. */
export function isFailed({ error, status = 0 }: Pick<Span, "error" | "status">): boolean {
  return error !== undefined || status >= 400;
}

/** A principal, by the part of its ARN that people know it by. */
export function shortCaller(arn: string): string {
  if (arn === "") return "nobody";
  if (arn.endsWith(":root")) return `root of ${arn.split(":")[4]}`;
  return arn.replace(/^arn:aws:[^:]*:[^:]*:[^:]*:/, "").replace(/^(user|assumed-role|function)[/:]/, "");
}

/** Whether spans are of several accounts, as only the teacher of a class sees them: then each says whose it is. */
export function isShared(spans: readonly Pick<Span, "account">[]): boolean {
  return new Set(spans.map(({ account }) => account).filter((account) => account !== "")).size > 1;
}

/** Who made a request, and from which account where that has to be told. */
export function whoCalled({ caller, account }: Pick<Span, "caller" | "account">, shared: boolean): string {
  const isTold = shared && account !== "" && !caller.endsWith(":root");
  return `${shortCaller(caller)}${isTold ? ` of ${account}` : ""}`;
}

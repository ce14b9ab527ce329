/** What an integration's URI names of AWS: `arn:aws:apigateway:REGION:SERVICE:path/…` or `…:action/…`. */
export interface Backend {
  readonly region: string;
  readonly service: string;
  /** A host before the service's own, such as a bucket. */
  readonly subdomain: string | undefined;
  readonly kind: "path" | "action";
  readonly rest: string;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html */
export function backendOf(uri: string | undefined): Backend | undefined {
  const found = /^arn:aws[\w-]*:apigateway:([^:]+):(?:([^:]+)\.)?([^:.]+):(path|action)\/(.+)$/s.exec(uri ?? "");
  if (!found) return undefined;
  const [, region = "", subdomain, service = "", kind, rest = ""] = found;
  return { region, service, subdomain, kind: kind as Backend["kind"], rest };
}

/** The function's ARN in an integration's URI, when it is one of Lambda's. */
export function functionOf(uri: string | undefined): string | undefined {
  return functionIn(uri, /^2015-03-31\/functions\/(.+)\/invocations$/);
}

/** The same of an integration that streams what the function answers. */
export function streamingFunctionOf(uri: string | undefined): string | undefined {
  return functionIn(uri, /^2021-11-15\/functions\/(.+)\/response-streaming-invocations$/);
}

function functionIn(uri: string | undefined, path: RegExp): string | undefined {
  const backend = backendOf(uri);
  return backend?.service === "lambda" ? path.exec(backend.rest)?.[1] : undefined;
}

/** What a route leads to. */
export interface Integration {
  /** AWS_PROXY, HTTP, MOCK, … */
  readonly type: string;
  /** What is asked, in a few words: a function's name, an address. */
  readonly target: string;
  /** The function, when its name is known: one that a stage's variable names is not. */
  readonly functionName: string | undefined;
}

/** @param subtype the operation of a service that an HTTP API calls by itself, such as `SQS-SendMessage` */
export function integrationOf(type = "", uri = "", subtype?: string): Integration {
  const functionName = functionOf(uri);
  return { type, target: functionName ?? subtype ?? uri.replace(/^arn:aws:apigateway:[^:]*:/, ""), functionName };
}

/** The function that an integration's or an authorizer's address names. */
export function functionOf(uri: string): string | undefined {
  return /:function:([\w-]+)(?=$|[:/])/.exec(uri)?.[1];
}

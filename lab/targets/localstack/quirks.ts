/** The last image that needs no account. */
export const image = process.env.LOCALSTACK_IMAGE ?? "localstack/localstack:4.14.0";

/**
 * How LocalStack is set up for the lab, at a port that is the same inside its container as outside. A function reaches LocalStack by the name that the person's browser reaches it by,
 * so that the URLs that a function signs open in both: LocalStack answers that name to the containers of its functions, and
 * public DNS answers 127.0.0.1 to everybody else.
 */
export function environment(port: number): Record<string, string> {
  return {
    GATEWAY_LISTEN: `0.0.0.0:${port}`,
    LOCALSTACK_HOST: `${NAME}:${port}`,
    HOSTNAME_FROM_LAMBDA: NAME,
    LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT: "60",
    DISABLE_EVENTS: "1",
  };
}

const NAME = "localhost.localstack.cloud";

/** Whether LocalStack answers at an endpoint. */
export async function isLocalStack(endpoint: string): Promise<boolean> {
  const answer = await fetch(`${endpoint}/_localstack/health`).catch(() => undefined);
  return answer?.ok === true && (answer.headers.get("content-type") ?? "").includes("json");
}

/**
 * A deployed API's URL names a host below localhost.localstack.cloud. The same API answers at a path of the endpoint, which
 * needs no DNS.
 */
export function reachableOnLocalStack(endpoint: string): (url: string) => string {
  return (url) => {
    const [, id, stage] = /^https?:\/\/([^.]+)\.execute-api\.[^/]+\/([^/]+)/.exec(url) ?? [];
    return id ? `${endpoint}/restapis/${id}/${stage}/_user_request_` : url;
  };
}

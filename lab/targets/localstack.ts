import { stackName } from "./photosky.ts";
import { describeStack, outputOf } from "./stack.ts";

/** Where LocalStack answers on this machine, unless AWS_ENDPOINT_URL says otherwise. */
const ENDPOINT = process.env.AWS_ENDPOINT_URL ?? "http://127.0.0.1:4566";

/**
 * The URL of the application that was deployed into LocalStack. Its stack's output names a host below
 * localhost.localstack.cloud; the same API answers at a path of the endpoint, without DNS.
 */
export async function localstackApplicationUrl(): Promise<string> {
  const stack = await describeStack(ENDPOINT, stackName());
  const url = stack && outputOf(stack, "ApiUrl");
  const [, id, stage] = /^https?:\/\/([^.]+)\.execute-api\.[^/]+\/([^/]+)/.exec(url ?? "") ?? [];
  if (!id) throw new Error(`No application at ${ENDPOINT}: deploy it first, with docker compose up.`);
  return `${ENDPOINT}/restapis/${id}/${stage}/_user_request_`;
}

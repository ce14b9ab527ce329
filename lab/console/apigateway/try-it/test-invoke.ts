import { type APIGatewayClient, TestInvokeMethodCommand } from "@aws-sdk/client-api-gateway";
import type { ApiRoute } from "../routes/routes.ts";
import type { Composed } from "./compose.ts";
import type { Answer } from "./send.ts";

/** What is to be run, and with which request. */
interface Test {
  readonly restApiId: string;
  readonly route: ApiRoute;
  readonly pathWithQueryString: string;
  readonly request: Composed;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** Has API Gateway run a method as it is now, without who decides about requests, and tell each step. */
export async function testInvoke(
  { restApiId, route, pathWithQueryString, request, stageVariables }: Test,
  client: APIGatewayClient,
): Promise<Answer> {
  const multiValueHeaders: Record<string, string[]> = {};
  for (const [name, value] of request.headers) multiValueHeaders[name] = [...(multiValueHeaders[name] ?? []), value];
  const answer = await client.send(
    new TestInvokeMethodCommand({
      restApiId,
      resourceId: route.resource,
      httpMethod: route.method,
      pathWithQueryString,
      body: request.body,
      multiValueHeaders,
      stageVariables,
    }),
  );
  const { status = 0, latency = 0, body: text = "", log = "", multiValueHeaders: headers = {} } = answer;
  const all = Object.entries(headers).flatMap(([name, values]) => values.map((value) => [name, value] as const));
  const type = all.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  return { status, took: latency, headers: all, type, body: new Blob([text]), text, redirected: undefined, log };
}

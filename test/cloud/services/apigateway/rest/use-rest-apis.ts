import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { type SuiteApis, useApis } from "../use-apis.ts";

/** REST APIs for a suite: a cloud of its own, a client, and APIs made of OpenAPI documents. */
export interface SuiteRestApis extends SuiteApis<APIGatewayClient> {
  /** Makes an API what a document says. @returns its id */
  define(document: object, api?: string): Promise<string>;
  /** Deploys an API. @returns where its stage answers, without a slash at the end */
  deploy(api: string, stageName?: string, variables?: Record<string, string>): Promise<string>;
  /** Makes a function that API Gateway may invoke. @returns the URI for an integration or an authorizer */
  functionUri(name: string, code: string): Promise<string>;
}

export function useRestApis(): SuiteRestApis {
  const apis = useApis(APIGatewayClient);
  const { cloud } = apis;
  return Object.assign(apis, {
    async define(document, api) {
      const id = api ?? ((await apis.client.send(new CreateRestApiCommand({ name: "made" }))).id as string);
      const body = Buffer.from(
        JSON.stringify({ openapi: "3.0.1", info: { title: "made", version: "1" }, ...document }),
      );
      await apis.client.send(new PutRestApiCommand({ restApiId: id, mode: "overwrite", body }));
      return id;
    },
    async deploy(restApiId, stageName = "prod", variables) {
      await apis.client.send(new CreateDeploymentCommand({ restApiId, stageName, variables }));
      return `${cloud.endpoint}/_aws/execute-api/${restApiId}/${stageName}`;
    },
    async functionUri(name, code) {
      const arn = await apis.functions.createFor("apigateway.amazonaws.com", name, code);
      return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
    },
  } satisfies Omit<SuiteRestApis, keyof SuiteApis<unknown>>);
}

/** An operation that answers by itself: a template of a MOCK integration. */
export function mock(template = "{}", more: object = {}): Record<string, unknown> {
  return {
    responses: { 200: { description: "fine" } },
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{"statusCode": 200}', $default: '{"statusCode": 200}' },
      responses: { default: { statusCode: "200", responseTemplates: { "application/json": template } } },
    },
    ...more,
  };
}

/** An answer, read. */
export async function answerOf(
  url: string,
  init?: RequestInit,
): Promise<{ status: number; body: unknown; headers: Headers }> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // It is no JSON.
  }
  return { status: answer.status, body, headers: answer.headers };
}

import { APIGatewayClient, CreateRestApiCommand, type PatchOperation } from "@aws-sdk/client-api-gateway";
import { failure, type SuiteCloud, useCloud } from "../../../use-cloud.ts";

/** A new REST API for each test of a suite. */
export interface SuiteChecks {
  readonly lab: SuiteCloud;
  readonly client: APIGatewayClient;
  readonly restApiId: string;
  readonly root: string;
}

export function useChecks(): SuiteChecks {
  const lab = useCloud();
  let client: APIGatewayClient;
  let restApiId: string;
  let root: string;
  beforeEach(async () => {
    client = lab.client(APIGatewayClient);
    const api = await client.send(new CreateRestApiCommand({ name: "checked" }));
    restApiId = api.id as string;
    root = api.rootResourceId as string;
  });
  return {
    lab,
    get client() {
      return client;
    },
    get restApiId() {
      return restApiId;
    },
    get root() {
      return root;
    },
  };
}

/** The name and the message of the error that comes. */
export async function refused(work: Promise<unknown>): Promise<string[]> {
  const { name, message } = await failure(work);
  return [name, message];
}

export const bad = (message: string) => ["BadRequestException", message];
export const missing = (message: string) => ["NotFoundException", message];
export const mapping = (problem: string) =>
  bad(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${problem}]`);

export const replace = (path: string, value?: string): PatchOperation => ({ op: "replace", path, value });
export const add = (path: string, value?: string): PatchOperation => ({ op: "add", path, value });
export const remove = (path: string): PatchOperation => ({ op: "remove", path });

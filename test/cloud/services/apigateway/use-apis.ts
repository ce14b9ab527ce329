import { type ClientClass, type SuiteCloud, useCloud } from "../../use-cloud.ts";
import { Functions } from "../lambda/functions.ts";

/** A cloud for a suite, a client of it, and functions that APIs may invoke. */
export interface SuiteApis<Client> {
  readonly cloud: SuiteCloud;
  readonly client: Client;
  readonly functions: Functions;
}

export function useApis<Client>(Class: ClientClass<Client>): SuiteApis<Client> {
  const cloud = useCloud();
  let client: Client;
  let functions: Functions;
  before(async () => {
    client = cloud.client(Class);
    functions = new Functions(cloud.endpoint);
    await functions.makeRole();
  });
  after(() => functions.destroy());
  return {
    cloud,
    get client() {
      return client;
    },
    get functions() {
      return functions;
    },
  };
}

import type { BasePathMapping, DomainName } from "@aws-sdk/client-api-gateway";

/** Where an API lives, and of which kind it is, for requests that name it by its id alone. */
export interface Home {
  readonly account: string;
  readonly region: string;
  readonly protocol: "REST" | "HTTP" | "WEBSOCKET";
}

/** A custom domain, as both versions of the API show it: names are unique in the whole cloud. */
export interface Domain extends DomainName {
  readonly domainName: string;
  readonly account: string;
  readonly region: string;
}

/** What a path of a custom domain leads to. The path is empty for all that no other takes. */
export interface Mapping extends BasePathMapping {
  readonly id: string;
  readonly basePath: string;
  readonly restApiId: string;
}

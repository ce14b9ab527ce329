import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import type { Finder } from "../sections.ts";
import { apisOf } from "./apis.ts";

export const finders: readonly Finder[] = [
  {
    kind: "APIs",
    find: async (client, { account, region }) => {
      const apis = await apisOf({ rest: client(APIGatewayClient), v2: client(ApiGatewayV2Client) });
      return apis.map(({ id, name }) => ({
        name,
        path: `/apigateway/${encodeURIComponent(id)}`,
        arn: `arn:aws:execute-api:${region}:${account}:${id}/*`,
      }));
    },
  },
];

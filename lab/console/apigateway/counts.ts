import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { ApiGatewayV2Client, GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "APIs",
    count: async (client) => {
      const [rest, others] = await Promise.all([
        client(APIGatewayClient).send(new GetRestApisCommand({ limit: 500 })),
        client(ApiGatewayV2Client).send(new GetApisCommand({})),
      ]);
      return countOf([...(rest.items ?? []), ...(others.Items ?? [])], rest.position ?? others.NextToken);
    },
  },
];

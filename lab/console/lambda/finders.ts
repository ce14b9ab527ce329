import { LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Functions",
    find: (client) =>
      collect(paginateListFunctions({ client: client(LambdaClient) }, {}), ({ Functions = [] }) =>
        Functions.map(({ FunctionName: name = "", FunctionArn }) => ({
          name,
          path: `/lambda/${encodeURIComponent(name)}`,
          arn: FunctionArn,
        })),
      ),
  },
];

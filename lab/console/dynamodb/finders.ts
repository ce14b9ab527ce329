import { DynamoDBClient, paginateListTables } from "@aws-sdk/client-dynamodb";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";
import { tablePath } from "./addresses.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Tables",
    find: async (client, { account, region }) => {
      const names = await collect(
        paginateListTables({ client: client(DynamoDBClient) }, {}),
        (page) => page.TableNames,
      );
      return names.map((name) => ({
        name,
        path: tablePath(name),
        arn: `arn:aws:dynamodb:${region}:${account}:table/${name}`,
      }));
    },
  },
];

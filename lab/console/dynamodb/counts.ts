import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Tables",
    count: async (client) => {
      const { TableNames, LastEvaluatedTableName } = await client(DynamoDBClient).send(new ListTablesCommand({}));
      return countOf(TableNames, LastEvaluatedTableName);
    },
  },
];

import { ListPipesCommand, PipesClient } from "@aws-sdk/client-pipes";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Pipes",
    count: async (client) => {
      const { Pipes, NextToken } = await client(PipesClient).send(new ListPipesCommand({ Limit: 50 }));
      return countOf(Pipes, NextToken);
    },
  },
];

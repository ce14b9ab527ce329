import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Functions",
    count: async (client) => {
      const { Functions, NextMarker } = await client(LambdaClient).send(new ListFunctionsCommand({}));
      return countOf(Functions, NextMarker);
    },
  },
];

import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Topics",
    count: async (client) => {
      const { Topics, NextToken } = await client(SNSClient).send(new ListTopicsCommand({}));
      return countOf(Topics, NextToken);
    },
  },
];

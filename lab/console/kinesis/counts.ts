import { KinesisClient, ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Streams",
    count: async (client) => {
      const { StreamNames, NextToken } = await client(KinesisClient).send(new ListStreamsCommand({ Limit: 100 }));
      return countOf(StreamNames, NextToken);
    },
  },
];

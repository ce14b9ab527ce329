import { FirehoseClient } from "@aws-sdk/client-firehose";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";
import { listStreams } from "./list-streams.ts";

export const counts: readonly Count[] = [
  {
    title: "Delivery streams",
    count: async (client) => countOf(await listStreams(client(FirehoseClient)), undefined),
  },
];

import { FirehoseClient } from "@aws-sdk/client-firehose";
import type { Finder } from "../sections.ts";
import { listStreams } from "./list-streams.ts";
import { streamPath } from "./stream-path.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Delivery streams",
    find: async (client, { account, region }) => {
      const names = await listStreams(client(FirehoseClient));
      return names.map((name) => ({
        name,
        path: streamPath(name),
        arn: `arn:aws:firehose:${region}:${account}:deliverystream/${name}`,
      }));
    },
  },
];

import { KinesisClient, paginateListStreams } from "@aws-sdk/client-kinesis";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";
import { streamPath } from "./stream-path.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Streams",
    find: (client) =>
      collect(paginateListStreams({ client: client(KinesisClient) }, {}), ({ StreamSummaries = [] }) =>
        StreamSummaries.map(({ StreamName: name = "", StreamARN: arn }) => ({ name, path: streamPath(name), arn })),
      ),
  },
];

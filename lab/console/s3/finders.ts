import { paginateListBuckets } from "@aws-sdk/client-s3";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";
import { bucketPath } from "./addresses.ts";
import { BrowserS3Client } from "./client.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Buckets",
    find: (client) =>
      collect(paginateListBuckets({ client: client(BrowserS3Client), pageSize: 1000 }, {}), ({ Buckets = [] }) =>
        Buckets.map(({ Name: name = "" }) => ({ name, path: bucketPath(name), arn: `arn:aws:s3:::${name}` })),
      ),
  },
];

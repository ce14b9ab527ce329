import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Buckets",
    count: async (client) => {
      const { Buckets, ContinuationToken } = await client(S3Client).send(new ListBucketsCommand({}));
      return countOf(Buckets, ContinuationToken);
    },
  },
];

import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Repositories",
    count: async (client) => {
      const { repositories, nextToken } = await client(ECRClient).send(new DescribeRepositoriesCommand({}));
      return countOf(repositories, nextToken);
    },
  },
];

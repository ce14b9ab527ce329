import { ECRClient, paginateDescribeRepositories } from "@aws-sdk/client-ecr";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";
import { repositoryPath } from "./repository-path.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Repositories",
    find: (client) =>
      collect(paginateDescribeRepositories({ client: client(ECRClient) }, {}), ({ repositories = [] }) =>
        repositories.map(({ repositoryName: name = "", repositoryArn: arn }) => ({
          name,
          path: repositoryPath(name),
          arn,
        })),
      ),
  },
];

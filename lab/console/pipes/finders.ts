import { PipesClient, paginateListPipes } from "@aws-sdk/client-pipes";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";
import { pipePath } from "./pipe-path.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Pipes",
    find: (client) =>
      collect(paginateListPipes({ client: client(PipesClient) }, {}), ({ Pipes = [] }) =>
        Pipes.map(({ Name = "", Arn }) => ({ name: Name, path: pipePath(Name), arn: Arn })),
      ),
  },
];

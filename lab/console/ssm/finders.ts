import { paginateDescribeParameters, SSMClient } from "@aws-sdk/client-ssm";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";
import { parameterPath } from "./parameter-path.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Parameters",
    find: (client) =>
      collect(paginateDescribeParameters({ client: client(SSMClient) }, {}), ({ Parameters = [] }) =>
        Parameters.map(({ Name: name = "", ARN: arn }) => ({ name, path: parameterPath(name), arn })),
      ),
  },
];

import { CloudFormationClient, paginateDescribeStacks } from "@aws-sdk/client-cloudformation";
import { collect } from "../cloud/collect.ts";
import type { Finder } from "../sections.ts";
import { stackPath } from "./stack-address.ts";

export const finders: readonly Finder[] = [
  {
    kind: "Stacks",
    find: (client) =>
      collect(paginateDescribeStacks({ client: client(CloudFormationClient) }, {}), ({ Stacks = [] }) =>
        Stacks.map(({ StackName: name = "", StackId }) => ({ name, path: stackPath(name), arn: StackId })),
      ),
  },
];

import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { countOf } from "../cloud/count.ts";
import type { Count } from "../sections.ts";

export const counts: readonly Count[] = [
  {
    title: "Parameters",
    count: async (client) => {
      const { Parameters, NextToken } = await client(SSMClient).send(new DescribeParametersCommand({ MaxResults: 50 }));
      return countOf(Parameters, NextToken);
    },
  },
];

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Details } from "./details.tsx";
import { Policy } from "./policy.tsx";
import { Replicas } from "./replicas.tsx";
import { Tags } from "./tags.tsx";
import { TimeToLive } from "./time-to-live.tsx";

/** What a table is, and how it is set up. */
export function OverviewTab({ table }: { readonly table: TableDescription }) {
  const { TableName = "", TableArn = "" } = table;
  return (
    <SpaceBetween size="l">
      <Details table={table} />
      <TimeToLive table={TableName} />
      <Replicas table={table} />
      <Tags arn={TableArn} />
      <Policy arn={TableArn} />
    </SpaceBetween>
  );
}

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Facts } from "./facts.tsx";
import { Policy } from "./policy.tsx";
import { Tags } from "./tags.tsx";
import { TimeToLive } from "./time-to-live.tsx";

/** What a table is, and how it is set up. */
export function OverviewTab({ table }: { readonly table: TableDescription }) {
  const { TableName = "", TableArn = "" } = table;
  return (
    <SpaceBetween size="l">
      <Facts table={table} />
      <TimeToLive table={TableName} />
      <Tags arn={TableArn} />
      <Policy arn={TableArn} />
    </SpaceBetween>
  );
}

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Backups } from "./backups.tsx";
import { Exports } from "./exports.tsx";
import { Recovery } from "./recovery.tsx";

/** What is kept of a table, should it be lost: to any second, as backups, and as exports in S3. */
export function BackupsTab({ table: { TableName = "", TableArn = "" } }: { readonly table: TableDescription }) {
  return (
    <SpaceBetween size="l">
      <Recovery table={TableName} />
      <Backups table={TableName} />
      <Exports table={TableName} arn={TableArn} />
    </SpaceBetween>
  );
}

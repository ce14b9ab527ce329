import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { TableProps } from "@cloudscape-design/components/table";
import { PageLink } from "../../parts/page-link.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Status } from "../../parts/word-status.tsx";
import { tablePath } from "../addresses.ts";
import { indexesOf, keyAttributes, keyText } from "../use-table.ts";

/** What the list tells of each table. */
export const columns: readonly TableProps.ColumnDefinition<TableDescription>[] = [
  {
    id: "name",
    header: "Name",
    minWidth: 160,
    isRowHeader: true,
    sortingField: "TableName",
    cell: ({ TableName = "" }) => (
      <span className="dynamodb-name">
        <PageLink to={tablePath(TableName)}>{TableName}</PageLink>
      </span>
    ),
  },
  {
    id: "status",
    header: "Status",
    minWidth: 110,
    sortingField: "TableStatus",
    cell: ({ TableStatus }) => <Status of={TableStatus} />,
  },
  { id: "key", header: "Key", minWidth: 120, cell: (table) => keyText(keyAttributes(table)) },
  { id: "billing", header: "Capacity", minWidth: 110, cell: billingOf },
  {
    id: "items",
    header: "Items",
    minWidth: 80,
    sortingField: "ItemCount",
    cell: ({ ItemCount = 0 }) => ItemCount.toLocaleString(),
  },
  {
    id: "size",
    header: "Size",
    minWidth: 90,
    sortingField: "TableSizeBytes",
    cell: ({ TableSizeBytes }) => sizeOf(TableSizeBytes),
  },
  { id: "indexes", header: "Indexes", minWidth: 80, cell: (table) => indexesOf(table).length || "–" },
  { id: "stream", header: "Stream", minWidth: 110, cell: streamOf },
];

/** How a table is paid: `on demand`, or what is provisioned. */
export function billingOf({ BillingModeSummary, ProvisionedThroughput }: TableDescription): string {
  if (BillingModeSummary?.BillingMode === "PAY_PER_REQUEST") return "on demand";
  const { ReadCapacityUnits, WriteCapacityUnits } = ProvisionedThroughput ?? {};
  return `${ReadCapacityUnits} read, ${WriteCapacityUnits} write`;
}

function streamOf({ StreamSpecification }: TableDescription): string {
  if (!StreamSpecification?.StreamEnabled) return "–";
  return StreamSpecification.StreamViewType?.toLowerCase().replaceAll("_", " ") ?? "on";
}

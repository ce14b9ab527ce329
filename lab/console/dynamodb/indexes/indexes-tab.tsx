import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useState } from "react";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { Scrolling } from "../../parts/scrolling.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Status } from "../../parts/word-status.tsx";
import { tablePath } from "../addresses.ts";
import { SCAN } from "../items/reading.ts";
import { indexesOf, keyAttributes, keyText, useUpdateTable } from "../use-table.ts";
import { AddIndex } from "./add-index.tsx";

type Index = ReturnType<typeof indexesOf>[number];

/** The indexes of a table. Global ones come and go while it lives. */
export function IndexesTab({ table }: { readonly table: TableDescription }) {
  const { TableName = "" } = table;
  const [selected, setSelected] = useState<Index[]>([]);
  const indexes = indexesOf(table);
  const name = selected[0]?.IndexName ?? "";
  const index = indexes.find(({ IndexName }) => IndexName === name);
  const remove = useUpdateTable(TableName, `Removing the index ${name}`);
  return (
    <Scrolling>
      <Table
        items={indexes}
        trackBy="IndexName"
        columnDefinitions={columnsOf(table)}
        selectionType="single"
        selectedItems={index ? [index] : []}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        isItemDisabled={({ kind }) => kind === "local"}
        ariaLabels={{
          selectionGroupLabel: "Indexes",
          itemSelectionLabel: (_, { IndexName }) => `Select ${IndexName}`,
        }}
        wrapLines
        header={
          <Header
            counter={`(${indexes.length})`}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <ConfirmedButton
                  label="Remove the index"
                  disabled={!index}
                  onConfirm={() =>
                    remove.mutateAsync({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: name } }] })
                  }
                >
                  The index {name} will be gone. The items stay.
                </ConfirmedButton>
                <DialogButton label="Add an index" variant="primary">
                  {(close) => <AddIndex table={table} onClose={close} />}
                </DialogButton>
              </SpaceBetween>
            }
          >
            Indexes
          </Header>
        }
        empty={<Empty title="No indexes">Add one to find items by other attributes than their key.</Empty>}
      />
    </Scrolling>
  );
}

function columnsOf(table: TableDescription): TableProps.ColumnDefinition<Index>[] {
  const scanOf = (index: string) => {
    const query = new URLSearchParams({ read: JSON.stringify({ ...SCAN, index }) });
    return `${tablePath(table.TableName ?? "")}?${query}`;
  };
  return [
    {
      id: "name",
      header: "Name",
      minWidth: 150,
      isRowHeader: true,
      cell: ({ IndexName = "" }) => <PageLink to={scanOf(IndexName)}>{IndexName}</PageLink>,
    },
    { id: "kind", header: "Kind", minWidth: 80, cell: ({ kind }) => kind },
    { id: "status", header: "Status", minWidth: 130, cell: statusOf },
    {
      id: "key",
      header: "Key",
      minWidth: 150,
      cell: ({ IndexName }) => keyText(keyAttributes(table, IndexName)),
    },
    {
      id: "projection",
      header: "Attributes",
      minWidth: 130,
      cell: ({ Projection }) =>
        Projection?.NonKeyAttributes?.join(", ") ?? Projection?.ProjectionType?.toLowerCase().replaceAll("_", " "),
    },
    { id: "items", header: "Items", minWidth: 80, cell: ({ ItemCount = 0 }) => ItemCount.toLocaleString() },
    { id: "size", header: "Size", minWidth: 90, cell: ({ IndexSizeBytes }) => sizeOf(IndexSizeBytes) },
  ];
}

function statusOf(index: Index) {
  if ("Backfilling" in index && index.Backfilling)
    return <StatusIndicator type="in-progress">backfilling</StatusIndicator>;
  return <Status of={index.IndexStatus} />;
}

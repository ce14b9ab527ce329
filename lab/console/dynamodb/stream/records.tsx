import type { _Record as Record } from "@aws-sdk/client-dynamodb-streams";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { Empty } from "../../parts/empty.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { Scrolling } from "../../parts/scrolling.tsx";
import { Time } from "../../parts/time.tsx";
import { textOf } from "../values/text.ts";
import { Images } from "./images.tsx";
import { MOST, useRecords } from "./use-records.ts";

const PAGE = 20;

/** The records of a stream as they come, and the images of the one that is chosen. */
export function Records({ stream }: { readonly stream: string }) {
  const [isPaused, setPaused] = useState(false);
  const [page, setPage] = useState(1);
  const [selected, setSelected] = useState<Record[]>([]);
  const { records, isKnown, error } = useRecords(stream, isPaused);
  const [chosen] = selected;
  if (!isKnown) return <Spinner />;
  return (
    <SpaceBetween size="m">
      {error && <PageError error={error} />}
      <Scrolling>
        <Table
          items={records.slice((page - 1) * PAGE, page * PAGE)}
          columnDefinitions={COLUMNS}
          trackBy={idOf}
          selectionType="single"
          selectedItems={selected}
          onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
          onRowClick={({ detail }) => setSelected([detail.item])}
          ariaLabels={{
            selectionGroupLabel: "Records",
            itemSelectionLabel: (_, record) => `Select ${record.eventName} of ${keysOf(record)}`,
          }}
          wrapLines
          header={
            <Header
              counter={`(${records.length}${records.length === MOST ? "+" : ""})`}
              actions={
                <Toggle checked={!isPaused} onChange={({ detail }) => setPaused(!detail.checked)}>
                  Live
                </Toggle>
              }
            >
              Records
            </Header>
          }
          pagination={
            records.length > PAGE && (
              <Pagination
                currentPageIndex={page}
                pagesCount={Math.ceil(records.length / PAGE)}
                onChange={({ detail }) => setPage(detail.currentPageIndex)}
              />
            )
          }
          empty={<Empty title="No records of the last day">Change an item: the record of it appears here.</Empty>}
        />
      </Scrolling>
      {chosen && <Images record={chosen} />}
    </SpaceBetween>
  );
}

function idOf({ eventID = "" }: Record): string {
  return eventID;
}

const EVENTS = { INSERT: "success", MODIFY: "info", REMOVE: "stopped" } as const;

const COLUMNS: readonly TableProps.ColumnDefinition<Record>[] = [
  {
    id: "event",
    header: "Event",
    minWidth: 120,
    cell: ({ eventName = "MODIFY" }) => <StatusIndicator type={EVENTS[eventName]}>{eventName}</StatusIndicator>,
  },
  { id: "keys", header: "Key", minWidth: 180, isRowHeader: true, cell: keysOf },
  {
    id: "at",
    header: "At",
    minWidth: 170,
    cell: ({ dynamodb }) => <Time at={dynamodb?.ApproximateCreationDateTime} />,
  },
  {
    id: "by",
    header: "By",
    minWidth: 120,
    // Set where no caller changed it, such as by time to live.
    cell: ({ userIdentity }) => userIdentity?.PrincipalId ?? "a caller",
  },
  {
    id: "number",
    header: "Sequence number",
    minWidth: 200,
    cell: ({ dynamodb }) => <span className="dynamodb-value">{dynamodb?.SequenceNumber}</span>,
  },
];

function keysOf({ dynamodb }: Record): string {
  return Object.entries(dynamodb?.Keys ?? {})
    .map(([name, value]) => `${name}: ${textOf(value)}`)
    .join(", ");
}

import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { Scrolling } from "../../parts/scrolling.tsx";
import { Time } from "../../parts/time.tsx";
import { dataBeginning } from "./data.ts";
import { PutRecord } from "./put-record.tsx";
import type { Beginning, Read } from "./reading.ts";
import { RecordDetails } from "./record-details.tsx";
import { MOST, useRecords } from "./use-records.ts";

const PAGE = 10;

interface Props {
  readonly stream: string;
  readonly shards: readonly string[];
  readonly beginning: Beginning;
}

/** Records as they come, and the whole of the one that is chosen. */
export function Records({ stream, shards, beginning }: Props) {
  const [isPaused, setPaused] = useState(false);
  const [page, setPage] = useState(1);
  const [selected, setSelected] = useState<Read[]>([]);
  const { records, isKnown, error } = useRecords(stream, shards, beginning, isPaused);
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
            itemSelectionLabel: (_, { PartitionKey, SequenceNumber }) => `Select ${PartitionKey} ${SequenceNumber}`,
          }}
          wrapLines
          header={
            <Header
              counter={`(${records.length}${records.length === MOST ? "+" : ""})`}
              actions={
                <SpaceBetween direction="horizontal" size="s" alignItems="center">
                  <Toggle checked={!isPaused} onChange={({ detail }) => setPaused(!detail.checked)}>
                    Live
                  </Toggle>
                  <DialogButton label="Put a record" variant="primary">
                    {(close) => <PutRecord stream={stream} onClose={close} />}
                  </DialogButton>
                </SpaceBetween>
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
          empty={<Empty title="No records">Put one: it appears here as soon as it came.</Empty>}
        />
      </Scrolling>
      {chosen && <RecordDetails key={idOf(chosen)} of={chosen} />}
    </SpaceBetween>
  );
}

function idOf({ shard, SequenceNumber }: Read): string {
  return `${shard} ${SequenceNumber}`;
}

const COLUMNS: readonly TableProps.ColumnDefinition<Read>[] = [
  { id: "key", header: "Partition key", minWidth: 130, isRowHeader: true, cell: ({ PartitionKey }) => PartitionKey },
  {
    id: "data",
    header: "Data",
    minWidth: 240,
    cell: ({ Data }) => <span className="kinesis-data">{dataBeginning(Data)}</span>,
  },
  {
    id: "at",
    header: "Came",
    minWidth: 170,
    cell: ({ ApproximateArrivalTimestamp }) => <Time at={ApproximateArrivalTimestamp} />,
  },
  { id: "shard", header: "Shard", minWidth: 200, cell: ({ shard }) => shard },
];

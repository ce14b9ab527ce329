import type { Shard, StreamDescriptionSummary } from "@aws-sdk/client-kinesis";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import { useState } from "react";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { isOpen, useShards } from "../use-stream.ts";
import { areAdjacent, shareOf } from "./hashes.ts";
import { MergeShards } from "./merge-shards.tsx";
import { ScaleDialog } from "./scale-dialog.tsx";
import { SplitDialog } from "./split-dialog.tsx";

/** The shards of a stream: which hashes they take, and which followed on which. */
export function ShardsTab({ stream }: { readonly stream: Partial<StreamDescriptionSummary> }) {
  const { StreamName = "", OpenShardCount = 1, StreamModeDetails } = stream;
  const [selected, setSelected] = useState<Shard[]>([]);
  const answer = useShards(StreamName);
  const areOpen = selected.every(isOpen);
  const [one, other] = selected;
  const canSplit = selected.length === 1 && areOpen;
  const canMerge = selected.length === 2 && areOpen && one && other && areAdjacent(one, other);
  return (
    <ResourceTable
      title="Shards"
      answer={answer}
      id={({ ShardId = "" }) => ShardId}
      selected={selected}
      onSelect={setSelected}
      columns={COLUMNS}
      empty={<Empty title="No shards">They come once the stream is active.</Empty>}
      actions={
        <>
          <DialogButton label="Split" disabled={!canSplit}>
            {(close) => (
              <SplitDialog
                stream={StreamName}
                shard={one as Shard}
                onClose={() => {
                  setSelected([]);
                  close();
                }}
              />
            )}
          </DialogButton>
          <MergeShards stream={StreamName} pair={canMerge ? [one, other] : undefined} onDone={() => setSelected([])} />
          <DialogButton label="Scale" disabled={StreamModeDetails?.StreamMode === "ON_DEMAND"}>
            {(close) => <ScaleDialog stream={StreamName} count={OpenShardCount} onClose={close} />}
          </DialogButton>
        </>
      }
    />
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<Shard>[] = [
  {
    id: "id",
    header: "Shard",
    minWidth: 200,
    isRowHeader: true,
    sortingField: "ShardId",
    cell: ({ ShardId }) => ShardId,
  },
  {
    id: "state",
    header: "State",
    minWidth: 130,
    sortingComparator: (a, b) => Number(isOpen(b)) - Number(isOpen(a)),
    cell: (shard) =>
      isOpen(shard) ? (
        <StatusIndicator type="success">open</StatusIndicator>
      ) : (
        <StatusIndicator type="stopped">closed</StatusIndicator>
      ),
  },
  { id: "hashes", header: "Hashes", minWidth: 260, cell: (shard) => <Hashes of={shard} /> },
  {
    id: "parents",
    header: "Follows on",
    minWidth: 200,
    cell: ({ ParentShardId, AdjacentParentShardId }) =>
      [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined).join(", ") || "–",
  },
  {
    id: "numbers",
    header: "Sequence numbers",
    minWidth: 260,
    cell: ({ SequenceNumberRange }) => (
      <span className="kinesis-digits">
        from {SequenceNumberRange?.StartingSequenceNumber}
        {SequenceNumberRange?.EndingSequenceNumber && (
          <>
            <br />
            to {SequenceNumberRange.EndingSequenceNumber}
          </>
        )}
      </span>
    ),
  },
];

/** Which part of all hashes a shard takes, and between which it lies. */
function Hashes({ of: shard }: { readonly of: Shard }) {
  const { from, size } = shareOf(shard);
  return (
    <>
      <div className="kinesis-range" aria-hidden>
        <div style={{ marginInlineStart: `${from * 100}%`, inlineSize: `${size * 100}%` }} />
      </div>
      <span className="kinesis-digits">
        {shard.HashKeyRange?.StartingHashKey} – {shard.HashKeyRange?.EndingHashKey}
      </span>
    </>
  );
}

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { useState } from "react";
import { Dialog } from "../../parts/dialog.tsx";
import { CapacityFields } from "../tables/capacity-fields.tsx";
import { IndexFields } from "../tables/index-fields.tsx";
import { definitionsOf, globalIndex, isWhole, NEW_INDEX, throughputOf } from "../tables/new-table.ts";
import { useUpdateTable } from "../use-table.ts";

interface Props {
  readonly table: TableDescription;
  readonly onClose: () => void;
}

/** Adds a global index to a table. */
export function AddIndex({ table, onClose }: Props) {
  const { TableName = "", BillingModeSummary } = table;
  const isOnDemand = BillingModeSummary?.BillingMode === "PAY_PER_REQUEST";
  const [index, setIndex] = useState(NEW_INDEX);
  const [throughput, setThroughput] = useState(isOnDemand ? undefined : { read: "5", write: "5" });
  const add = useUpdateTable(TableName, `Adding the index ${index.name}`, true);
  const submit = () => {
    const Create = globalIndex(index, throughputOf(throughput)) as Required<ReturnType<typeof globalIndex>>;
    add.mutate(
      { AttributeDefinitions: definitionsOf([index]), GlobalSecondaryIndexUpdates: [{ Create }] },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      title="Add the index"
      size="large"
      canSubmit={isWhole(index, index.name)}
      isBusy={add.isPending}
      error={add.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <IndexFields value={index} onChange={setIndex} />
      {!isOnDemand && <CapacityFields value={throughput} onChange={setThroughput} />}
    </Dialog>
  );
}

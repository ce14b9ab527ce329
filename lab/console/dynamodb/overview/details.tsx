import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { Copied } from "../../parts/copied.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Facts } from "../../parts/facts.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";
import { CapacityFields } from "../tables/capacity-fields.tsx";
import { throughputOf } from "../tables/new-table.ts";
import { billingOf } from "../tables/table-columns.tsx";
import { keyAttributes, keyText, useUpdateTable } from "../use-table.ts";

/** The table in figures, its capacity and its protection. */
export function Details({ table }: { readonly table: TableDescription }) {
  const { TableName = "", TableArn = "", TableStatus, ItemCount = 0, TableSizeBytes, CreationDateTime } = table;
  const { DeletionProtectionEnabled: isProtected = false, TableClassSummary, SSEDescription } = table;
  const protect = useUpdateTable(TableName, "Changed the deletion protection");
  return (
    <Container
      header={
        <Header
          actions={
            <DialogButton label="Edit the capacity">
              {(close) => <EditCapacity table={table} onClose={close} />}
            </DialogButton>
          }
        >
          Details
        </Header>
      }
    >
      <Facts
        items={[
          { label: "ARN", value: <Copied text={TableArn} /> },
          { label: "Status", value: <Status of={TableStatus} /> },
          { label: "Created", value: <Time at={CreationDateTime} /> },
          { label: "Key", value: keyText(keyAttributes(table)) },
          { label: "Capacity", value: billingOf(table) },
          { label: "Class", value: TableClassSummary?.TableClass?.toLowerCase().replaceAll("_", " ") ?? "standard" },
          { label: "Items", value: ItemCount.toLocaleString() },
          { label: "Size", value: sizeOf(TableSizeBytes) },
          { label: "Encryption", value: SSEDescription?.KMSMasterKeyArn ?? "AWS owned key" },
          {
            label: "Deletion protection",
            value: (
              <Toggle
                checked={isProtected}
                disabled={protect.isPending}
                ariaLabel="Deletion protection"
                onChange={({ detail }) => protect.mutate({ DeletionProtectionEnabled: detail.checked })}
              >
                {isProtected ? "On" : "Off"}
              </Toggle>
            ),
          },
        ]}
      />
    </Container>
  );
}

function EditCapacity({ table, onClose }: { readonly table: TableDescription; readonly onClose: () => void }) {
  const { TableName = "", BillingModeSummary, ProvisionedThroughput } = table;
  const [throughput, setThroughput] = useState(
    BillingModeSummary?.BillingMode === "PAY_PER_REQUEST"
      ? undefined
      : {
          read: String(ProvisionedThroughput?.ReadCapacityUnits ?? 5),
          write: String(ProvisionedThroughput?.WriteCapacityUnits ?? 5),
        },
  );
  const change = useUpdateTable(TableName, "Changed the capacity", true);
  const wanted = throughputOf(throughput);
  return (
    <Dialog
      title="Edit the capacity"
      submit="Save"
      isBusy={change.isPending}
      error={change.error}
      onSubmit={() =>
        change.mutate(
          wanted ? { BillingMode: "PROVISIONED", ProvisionedThroughput: wanted } : { BillingMode: "PAY_PER_REQUEST" },
          { onSuccess: onClose },
        )
      }
      onClose={onClose}
    >
      <CapacityFields value={throughput} onChange={setThroughput} />
    </Dialog>
  );
}

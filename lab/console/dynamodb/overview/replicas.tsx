import type { ReplicaDescription, TableDescription } from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { usePlace } from "../../cloud/place.ts";
import { REGIONS } from "../../cloud/regions.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Status } from "../../parts/word-status.tsx";
import { BASE, useFollow } from "../../shell/addresses.ts";
import { tablePath } from "../addresses.ts";
import { useUpdateTable } from "../use-table.ts";

/** The tables in other regions that have the same items. */
export function Replicas({ table }: { readonly table: TableDescription }) {
  const { TableName = "", Replicas: all = [] } = table;
  const { region } = usePlace();
  // AWS names the table itself among them; the lab, the others alone.
  const others = all.filter(({ RegionName }) => RegionName !== region);
  return (
    <Container
      header={
        <Header
          counter={`(${others.length})`}
          description="Tables in other regions with the same items. A change in one is made in all."
          actions={
            <DialogButton label="Add a replica">
              {(close) => <AddReplica table={table} others={others} onClose={close} />}
            </DialogButton>
          }
        >
          Replicas
        </Header>
      }
    >
      <SpaceBetween size="s">
        {others.length === 0 && "No replicas."}
        {others.map((replica) => (
          <OneReplica key={replica.RegionName} table={TableName} of={replica} />
        ))}
      </SpaceBetween>
    </Container>
  );
}

function OneReplica({ table, of }: { readonly table: string; readonly of: ReplicaDescription }) {
  const { RegionName = "", ReplicaStatus } = of;
  const remove = useUpdateTable(table, `Deleting the replica in ${RegionName}`);
  const [query] = useSearchParams();
  const follow = useFollow();
  const there = new URLSearchParams(query);
  there.delete("tab");
  there.set("region", RegionName);
  return (
    <SpaceBetween direction="horizontal" size="s" alignItems="center">
      <Link href={`${BASE}${tablePath(table)}?${there}`} onFollow={follow}>
        {RegionName}
      </Link>
      <Status of={ReplicaStatus} />
      <ConfirmedButton
        label="Delete"
        ariaLabel={`Delete the replica in ${RegionName}`}
        onConfirm={() => remove.mutateAsync({ ReplicaUpdates: [{ Delete: { RegionName } }] })}
      >
        The table {table} in {RegionName} will be gone, with its items. The others stay.
      </ConfirmedButton>
    </SpaceBetween>
  );
}

interface AddProps {
  readonly table: TableDescription;
  readonly others: readonly ReplicaDescription[];
  readonly onClose: () => void;
}

function AddReplica({ table: { TableName = "" }, others, onClose }: AddProps) {
  const { region } = usePlace();
  const taken = new Set([region, ...others.map(({ RegionName }) => RegionName)]);
  const [name, setName] = useState("");
  const add = useUpdateTable(TableName, `Adding a replica in ${name}`, true);
  return (
    <Dialog
      title="Add a replica"
      canSubmit={name !== ""}
      isBusy={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate({ ReplicaUpdates: [{ Create: { RegionName: name } }] }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Region" description="The table's stream is turned on, if it is off: it carries the changes.">
        <Select
          selectedOption={name === "" ? null : { value: name }}
          options={REGIONS.filter((one) => !taken.has(one)).map((value) => ({ value }))}
          placeholder="Choose a region"
          onChange={({ detail }) => setName(detail.selectedOption.value ?? "")}
          expandToViewport
        />
      </FormField>
    </Dialog>
  );
}

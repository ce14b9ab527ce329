import {
  type BackupSummary,
  CreateBackupCommand,
  DeleteBackupCommand,
  DynamoDBClient,
  ListBackupsCommand,
  RestoreTableFromBackupCommand,
} from "@aws-sdk/client-dynamodb";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";
import { RestoreDialog } from "./restore-dialog.tsx";

/** The backups of a table. They outlive it. */
export function Backups({ table: TableName }: { readonly table: string }) {
  const client = useClient(DynamoDBClient);
  const [selected, setSelected] = useState<BackupSummary[]>([]);
  const answer = useAnswer(["dynamodb", "backups", TableName], () => allBackups(client, TableName), { every: 5000 });
  const remove = useChange(
    async ({ BackupArn }: BackupSummary) => {
      await client.send(new DeleteBackupCommand({ BackupArn }));
      setSelected([]);
    },
    { done: ({ BackupName }) => `Deleted the backup ${BackupName}`, stale: ["dynamodb", "backups"] },
  );
  const [only] = selected;
  return (
    <ResourceTable
      title="Backups"
      answer={answer}
      id={({ BackupArn = "" }) => BackupArn}
      selected={selected}
      onSelect={setSelected}
      selectionType="single"
      sortedBy="created"
      descending
      columns={[
        {
          id: "name",
          header: "Name",
          minWidth: 150,
          isRowHeader: true,
          sortingField: "BackupName",
          cell: ({ BackupName }) => BackupName,
        },
        { id: "status", header: "Status", minWidth: 110, cell: ({ BackupStatus }) => <Status of={BackupStatus} /> },
        {
          id: "size",
          header: "Size",
          minWidth: 90,
          sortingField: "BackupSizeBytes",
          cell: ({ BackupSizeBytes }) => sizeOf(BackupSizeBytes),
        },
        {
          id: "created",
          header: "Created",
          minWidth: 170,
          sortingField: "BackupCreationDateTime",
          cell: ({ BackupCreationDateTime }) => <Time at={BackupCreationDateTime} />,
        },
      ]}
      empty={<Empty title="No backups">A backup keeps the table as it is now, even when the table is deleted.</Empty>}
      actions={
        <>
          <ConfirmedButton
            label="Delete the backup"
            disabled={!only}
            onConfirm={() => (only ? remove.mutateAsync(only) : Promise.resolve())}
          >
            The backup {only?.BackupName} will be gone.
          </ConfirmedButton>
          <DialogButton label="Restore" ariaLabel="Restore the backup" disabled={!only}>
            {(close) => (
              <RestoreDialog
                title={`Restore ${only?.BackupName}`}
                from={TableName}
                onRestore={(TargetTableName) =>
                  client.send(new RestoreTableFromBackupCommand({ BackupArn: only?.BackupArn, TargetTableName }))
                }
                onClose={close}
              />
            )}
          </DialogButton>
          <DialogButton label="Create a backup" variant="primary">
            {(close) => <CreateBackup table={TableName} onClose={close} />}
          </DialogButton>
        </>
      }
    />
  );
}

async function allBackups(client: DynamoDBClient, TableName: string): Promise<BackupSummary[]> {
  const all: BackupSummary[] = [];
  let last: string | undefined;
  do {
    const page = await client.send(new ListBackupsCommand({ TableName, ExclusiveStartBackupArn: last }));
    all.push(...(page.BackupSummaries ?? []));
    last = page.LastEvaluatedBackupArn;
  } while (last !== undefined);
  return all;
}

function CreateBackup({ table: TableName, onClose }: { readonly table: string; readonly onClose: () => void }) {
  const client = useClient(DynamoDBClient);
  const [name, setName] = useState("");
  const create = useChange((BackupName: string) => client.send(new CreateBackupCommand({ TableName, BackupName })), {
    done: (one) => `Created the backup ${one}`,
    stale: ["dynamodb", "backups"],
    inForm: true,
  });
  return (
    <Dialog
      title="Create the backup"
      canSubmit={name !== ""}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} autoFocus spellcheck={false} />
      </FormField>
    </Dialog>
  );
}

import {
  type Archive,
  CreateArchiveCommand,
  DeleteArchiveCommand,
  EventBridgeClient,
} from "@aws-sdk/client-eventbridge";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { listArchives, listBuses } from "../lists.ts";
import { StartReplay } from "./start-replay.tsx";

/** The archives, which can be replayed. */
export function Archives() {
  const client = useClient(EventBridgeClient);
  const [selected, setSelected] = useState<Archive[]>([]);
  const [only] = selected;
  const answer = useAnswer(["events", "archives"], () => listArchives(client), { every: 5000 });
  const remove = useChange(
    async (archives: readonly Archive[]) => {
      for (const { ArchiveName } of archives) await client.send(new DeleteArchiveCommand({ ArchiveName }));
      setSelected([]);
    },
    { done: (archives) => `Deleted ${archives.map(({ ArchiveName }) => ArchiveName).join(", ")}`, stale: ["events"] },
  );
  return (
    <ResourceTable
      title="Archives"
      answer={answer}
      id={({ ArchiveName = "" }) => ArchiveName}
      selected={selected}
      onSelect={setSelected}
      columns={[
        {
          id: "name",
          header: "Name",
          minWidth: 150,
          isRowHeader: true,
          sortingField: "ArchiveName",
          cell: ({ ArchiveName }) => ArchiveName,
        },
        { id: "bus", header: "Bus", minWidth: 120, cell: ({ EventSourceArn }) => EventSourceArn?.split("/").at(-1) },
        {
          id: "events",
          header: "Events",
          minWidth: 100,
          sortingField: "EventCount",
          cell: ({ EventCount }) => EventCount,
        },
        { id: "bytes", header: "Bytes", minWidth: 100, sortingField: "SizeBytes", cell: ({ SizeBytes }) => SizeBytes },
        {
          id: "retention",
          header: "Retention",
          minWidth: 120,
          cell: ({ RetentionDays = 0 }) => (RetentionDays === 0 ? "Indefinite" : `${RetentionDays} days`),
        },
        { id: "created", header: "Created", minWidth: 160, cell: ({ CreationTime }) => <Time at={CreationTime} /> },
      ]}
      empty={<Empty title="No archives yet">An archive keeps the events of a bus, to be replayed.</Empty>}
      actions={
        <>
          <ConfirmedButton label="Delete" disabled={!only} onConfirm={() => remove.mutateAsync(selected)}>
            {selected.map(({ ArchiveName }) => ArchiveName).join(", ")} will be gone, with all events in it.
          </ConfirmedButton>
          <DialogButton label="Replay" disabled={selected.length !== 1}>
            {(close) => only && <StartReplay archive={only} onClose={close} />}
          </DialogButton>
          <DialogButton label="Create archive" variant="primary">
            {(close) => <CreateArchive onClose={close} />}
          </DialogButton>
        </>
      }
    />
  );
}

function CreateArchive({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(EventBridgeClient);
  const [form, setForm] = useState({ name: "", bus: "default", days: "0", pattern: "" });
  const create = useChange(
    async ({ name, bus, days, pattern }: typeof form) => {
      const EventSourceArn = (await listBuses(client)).find(({ Name }) => Name === bus)?.Arn;
      if (EventSourceArn === undefined) throw new Error(`There is no event bus ${bus}.`);
      return await client.send(
        new CreateArchiveCommand({
          ArchiveName: name,
          EventSourceArn,
          RetentionDays: Number(days),
          ...(pattern.trim() !== "" && { EventPattern: pattern }),
        }),
      );
    },
    { done: ({ name }) => `Created the archive ${name}`, stale: ["events"], inForm: true },
  );
  const field = (label: string, name: "name" | "bus" | "days", description?: string) => (
    <FormField label={label} description={description}>
      <Input
        value={form[name]}
        spellcheck={false}
        {...(name === "days" && { type: "number" as const })}
        onChange={({ detail }) => setForm({ ...form, [name]: detail.value.trim() })}
      />
    </FormField>
  );
  const isReadable = form.pattern.trim() === "" || problemOf(form.pattern) === undefined;
  return (
    <Dialog
      title="Create archive"
      submit="Create archive"
      canSubmit={form.name !== "" && form.bus !== "" && form.days !== "" && isReadable}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      {field("Name", "name")}
      {field("Event bus", "bus")}
      {field("Retention", "days", "In days; 0 keeps events indefinitely.")}
      <JsonField
        label="Event pattern"
        description="Optional. Without one, all events are kept."
        value={form.pattern}
        onChange={(pattern) => setForm({ ...form, pattern })}
        mayBeEmpty
        rows={6}
      />
    </Dialog>
  );
}

import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  EventBridgeClient,
  type EventBus,
} from "@aws-sdk/client-eventbridge";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { listBuses } from "./lists.ts";
import { busPath } from "./paths.ts";

/** The event buses. */
export function BusList() {
  const client = useClient(EventBridgeClient);
  const [selected, setSelected] = useState<EventBus[]>([]);
  const removable = selected.filter(({ Name }) => Name !== "default");
  const answer = useAnswer(["events", "buses"], () => listBuses(client), { every: 5000 });
  const remove = useChange(
    async (buses: readonly EventBus[]) => {
      for (const { Name } of buses) await client.send(new DeleteEventBusCommand({ Name }));
      setSelected([]);
    },
    { done: (buses) => `Deleted ${buses.map(({ Name }) => Name).join(", ")}`, stale: ["events"] },
  );
  return (
    <ResourceTable
      title="Event buses"
      answer={answer}
      id={({ Name = "" }) => Name}
      selected={selected}
      onSelect={setSelected}
      columns={[
        {
          id: "name",
          header: "Name",
          minWidth: 160,
          isRowHeader: true,
          sortingField: "Name",
          cell: ({ Name = "" }) => <PageLink to={busPath(Name)}>{Name}</PageLink>,
        },
        { id: "description", header: "Description", minWidth: 180, cell: ({ Description }) => Description ?? "–" },
        { id: "policy", header: "Policy", minWidth: 90, cell: ({ Policy }) => (Policy ? "Yes" : "No") },
        { id: "created", header: "Created", minWidth: 160, cell: ({ CreationTime }) => <Time at={CreationTime} /> },
      ]}
      empty={<Empty title="No event buses yet">Every account has a default bus.</Empty>}
      actions={
        <>
          <ConfirmedButton
            label="Delete"
            disabled={removable.length === 0}
            onConfirm={() => remove.mutateAsync(removable)}
          >
            {removable.map(({ Name }) => Name).join(", ")} will be gone. Its rules must be deleted first.
          </ConfirmedButton>
          <DialogButton label="Create event bus">{(close) => <CreateBus onClose={close} />}</DialogButton>
        </>
      }
    />
  );
}

function CreateBus({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(EventBridgeClient);
  const [form, setForm] = useState({ name: "", description: "" });
  const create = useChange(
    ({ name, description }: typeof form) =>
      client.send(new CreateEventBusCommand({ Name: name, Description: description || undefined })),
    { done: ({ name }) => `Created the event bus ${name}`, stale: ["events"], inForm: true },
  );
  return (
    <Dialog
      title="Create event bus"
      submit="Create event bus"
      canSubmit={form.name !== ""}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input
          value={form.name}
          spellcheck={false}
          onChange={({ detail }) => setForm({ ...form, name: detail.value.trim() })}
        />
      </FormField>
      <FormField label="Description" description="Optional.">
        <Input value={form.description} onChange={({ detail }) => setForm({ ...form, description: detail.value })} />
      </FormField>
    </Dialog>
  );
}

import {
  CreateScheduleGroupCommand,
  DeleteScheduleGroupCommand,
  paginateListScheduleGroups,
  type ScheduleGroupSummary,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";

/** The groups of schedules. */
export function GroupList() {
  const client = useClient(SchedulerClient);
  const [selected, setSelected] = useState<ScheduleGroupSummary[]>([]);
  const names = selected.map(({ Name = "" }) => Name);
  const answer = useAnswer(
    ["scheduler", "groups"],
    () => collect(paginateListScheduleGroups({ client }, {}), ({ ScheduleGroups }) => ScheduleGroups),
    { every: 5000 },
  );
  const remove = useChange(
    async (some: readonly string[]) => {
      for (const Name of some) await client.send(new DeleteScheduleGroupCommand({ Name }));
      setSelected([]);
    },
    { done: (some) => `Deleting ${some.join(", ")}`, stale: ["scheduler"] },
  );
  return (
    <Page title="Schedule groups" crumbs={[["Scheduler", "/scheduler"]]}>
      <ResourceTable
        title="Schedule groups"
        answer={answer}
        id={({ Arn = "" }) => Arn}
        selected={selected}
        onSelect={setSelected}
        columns={[
          { id: "name", header: "Name", isRowHeader: true, sortingField: "Name", cell: ({ Name }) => Name },
          { id: "state", header: "State", cell: ({ State }) => <Status of={State} /> },
          { id: "created", header: "Created", cell: ({ CreationDate }) => <Time at={CreationDate} /> },
        ]}
        empty={<Empty title="No groups">The default group is always there.</Empty>}
        actions={
          <>
            <ConfirmedButton
              label="Delete"
              disabled={names.length === 0 || names.includes("default")}
              onConfirm={() => remove.mutateAsync(names)}
            >
              {names.join(", ")} will be gone, with all schedules in it.
            </ConfirmedButton>
            <DialogButton label="Create group" variant="primary">
              {(close) => <CreateGroup onClose={close} />}
            </DialogButton>
          </>
        }
      />
    </Page>
  );
}

function CreateGroup({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(SchedulerClient);
  const [name, setName] = useState("");
  const create = useChange((Name: string) => client.send(new CreateScheduleGroupCommand({ Name })), {
    done: (created) => `Created the group ${created}`,
    stale: ["scheduler"],
    inForm: true,
  });
  return (
    <Dialog
      title="Create group"
      canSubmit={name !== ""}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value.trim())} />
      </FormField>
    </Dialog>
  );
}

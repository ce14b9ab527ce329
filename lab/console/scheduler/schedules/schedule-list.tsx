import {
  DeleteScheduleCommand,
  paginateListSchedules,
  SchedulerClient,
  type ScheduleSummary,
} from "@aws-sdk/client-scheduler";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";
import { schedulePath } from "../paths.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";

/** The schedules of all groups. */
export function ScheduleList() {
  const client = useClient(SchedulerClient);
  const [selected, setSelected] = useState<ScheduleSummary[]>([]);
  const answer = useAnswer(
    ["scheduler", "schedules"],
    () => collect(paginateListSchedules({ client, pageSize: 100 }, {}), ({ Schedules }) => Schedules),
    { every: 10_000 },
  );
  const remove = useChange(
    async (some: readonly ScheduleSummary[]) => {
      for (const { Name, GroupName } of some) await client.send(new DeleteScheduleCommand({ Name, GroupName }));
      setSelected([]);
    },
    { done: (some) => `Deleted ${namesOf(some)}`, stale: ["scheduler"] },
  );
  return (
    <Page
      title="Schedules"
      description="What Amazon EventBridge Scheduler calls, and when."
      actions={<PageLink to="/scheduler/groups">Schedule groups</PageLink>}
    >
      <ResourceTable
        title="Schedules"
        answer={answer}
        id={({ Arn = "" }) => Arn}
        selected={selected}
        onSelect={setSelected}
        columns={[
          {
            id: "name",
            header: "Name",
            minWidth: 200,
            isRowHeader: true,
            sortingField: "Name",
            cell: ({ Name: name = "", GroupName: group }) => (
              <PageLink to={schedulePath({ group, name })}>{name}</PageLink>
            ),
          },
          {
            id: "group",
            header: "Group",
            minWidth: 120,
            sortingField: "GroupName",
            cell: ({ GroupName }) => GroupName,
          },
          { id: "state", header: "State", minWidth: 110, cell: ({ State }) => <Status of={State} /> },
          { id: "target", header: "Target", minWidth: 240, cell: ({ Target }) => Target?.Arn },
          {
            id: "changed",
            header: "Changed",
            minWidth: 170,
            cell: ({ LastModificationDate }) => <Time at={LastModificationDate} />,
          },
        ]}
        empty={<Empty title="No schedules yet">Create one here, or deploy a stack that has one.</Empty>}
        actions={
          <>
            <ConfirmedButton
              label="Delete"
              disabled={selected.length === 0}
              onConfirm={() => remove.mutateAsync(selected)}
            >
              {namesOf(selected)} will be gone.
            </ConfirmedButton>
            <DialogButton label="Create schedule" variant="primary">
              {(close) => <ScheduleDialog onClose={close} />}
            </DialogButton>
          </>
        }
      />
    </Page>
  );
}

function namesOf(some: readonly ScheduleSummary[]): string {
  return some.length > 3 ? `${some.length} schedules` : some.map(({ Name }) => Name).join(", ");
}

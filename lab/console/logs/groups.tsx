import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  type LogGroup,
  paginateDescribeLogGroups,
} from "@aws-sdk/client-cloudwatch-logs";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { collect } from "../cloud/collect.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Page } from "../parts/page.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { sizeOf } from "../parts/sizes.ts";
import { Time } from "../parts/time.tsx";
import { retentionOf } from "./retention.ts";
import { RetentionButton } from "./retention-button.tsx";

/** The log groups: how much they hold, and for how long. */
export function Groups() {
  const client = useClient(CloudWatchLogsClient);
  const answer = useAnswer(
    ["logs", "groups"],
    () => collect(paginateDescribeLogGroups({ client }, {}), ({ logGroups }) => logGroups),
    { every: 5000 },
  );
  const [selected, setSelected] = useState<LogGroup[]>([]);
  const names = selected.map(({ logGroupName = "" }) => logGroupName);
  const remove = useChange(
    async (groups: readonly string[]) => {
      for (const logGroupName of groups) await client.send(new DeleteLogGroupCommand({ logGroupName }));
      setSelected([]);
    },
    { done: (groups) => `Deleted ${namesOf(groups)}`, stale: ["logs"] },
  );
  return (
    <Page title="Logs" description="The logs of functions and APIs, in log groups of Amazon CloudWatch Logs.">
      <ResourceTable
        title="Log groups"
        answer={answer}
        id={({ logGroupName = "" }) => logGroupName}
        selected={selected}
        onSelect={setSelected}
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "logGroupName",
            cell: ({ logGroupName = "" }) => (
              <PageLink to={`/logs/${encodeURIComponent(logGroupName)}`}>{logGroupName}</PageLink>
            ),
          },
          {
            id: "retention",
            header: "Kept",
            minWidth: 100,
            sortingComparator: (a, b) => (a.retentionInDays ?? 1e6) - (b.retentionInDays ?? 1e6),
            cell: ({ retentionInDays }) => retentionOf(retentionInDays),
          },
          { id: "size", header: "Stored", sortingField: "storedBytes", cell: ({ storedBytes }) => sizeOf(storedBytes) },
          {
            id: "created",
            header: "Created",
            sortingField: "creationTime",
            cell: ({ creationTime }) => <Time at={creationTime} />,
          },
        ]}
        empty={<Empty title="No log groups yet">Invoke a function. Its first log line creates the group.</Empty>}
        actions={
          <>
            <RetentionButton groups={selected} />
            <ConfirmedButton label="Delete" disabled={names.length === 0} onConfirm={() => remove.mutateAsync(names)}>
              Everything that was logged in {namesOf(names)} will be gone.
            </ConfirmedButton>
          </>
        }
      />
    </Page>
  );
}

function namesOf(names: readonly string[]): string {
  return names.length > 3 ? `${names.length} log groups` : names.join(", ");
}

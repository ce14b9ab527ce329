import {
  CloudWatchLogsClient,
  DeleteLogStreamCommand,
  type LogStream,
  paginateDescribeLogStreams,
} from "@aws-sdk/client-cloudwatch-logs";
import { useState } from "react";
import { useClient } from "../cloud/clients.ts";
import { collect } from "../cloud/collect.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";

/** How many streams are listed: those that were written to last. */
const MOST = 500;

/** The streams of a log group. Each environment of a function writes one. */
export function Streams({ group }: { readonly group: string }) {
  const client = useClient(CloudWatchLogsClient);
  const answer = useAnswer(["logs", "streams", group], () => {
    const input = { logGroupName: group, orderBy: "LastEventTime", descending: true } as const;
    return collect(paginateDescribeLogStreams({ client }, input), ({ logStreams }) => logStreams, MOST);
  });
  const [selected, setSelected] = useState<LogStream[]>([]);
  const remove = useChange(
    async (streams: readonly LogStream[]) => {
      for (const { logStreamName } of streams)
        await client.send(new DeleteLogStreamCommand({ logGroupName: group, logStreamName }));
      setSelected([]);
    },
    { done: (streams) => `Deleted ${streams.length} of the streams of ${group}`, stale: ["logs"] },
  );
  return (
    <ResourceTable
      title={answer.data && answer.data.length >= MOST ? `Latest ${MOST} streams` : "Streams"}
      answer={answer}
      id={({ logStreamName = "" }) => logStreamName}
      selected={selected}
      onSelect={setSelected}
      sortedBy="last"
      descending
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "logStreamName",
          cell: ({ logStreamName = "" }) => (
            <PageLink to={`/logs/${encodeURIComponent(group)}/${encodeURIComponent(logStreamName)}`}>
              {logStreamName}
            </PageLink>
          ),
        },
        {
          id: "first",
          header: "First event",
          sortingField: "firstEventTimestamp",
          cell: ({ firstEventTimestamp }) => <Time at={firstEventTimestamp} />,
        },
        {
          id: "last",
          header: "Last event",
          sortingField: "lastEventTimestamp",
          cell: ({ lastEventTimestamp }) => <Time at={lastEventTimestamp} />,
        },
      ]}
      empty={<Empty title="No streams yet">The first log event creates one.</Empty>}
      actions={
        <ConfirmedButton label="Delete" disabled={selected.length === 0} onConfirm={() => remove.mutateAsync(selected)}>
          All that was logged in {selected.length === 1 ? "this stream" : `these ${selected.length} streams`} will be
          gone.
        </ConfirmedButton>
      }
    />
  );
}

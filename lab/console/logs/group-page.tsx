import { CloudWatchLogsClient, DeleteLogGroupCommand, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { LiveTail } from "../parts/logs/live-tail.tsx";
import { Page } from "../parts/page.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { sizeOf } from "../parts/sizes.ts";
import { useOpen } from "../shell/addresses.ts";
import { retentionOf } from "./retention.ts";
import { RetentionButton } from "./retention-button.tsx";
import { Search } from "./search.tsx";
import { Streams } from "./streams.tsx";

/** A log group: what comes, what was logged, and its streams. */
export function GroupPage() {
  const { group = "" } = useParams();
  const client = useClient(CloudWatchLogsClient);
  const open = useOpen();
  const { data: known } = useAnswer(["logs", "group", group], async () => {
    const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: group }));
    return logGroups.find(({ logGroupName }) => logGroupName === group) ?? null;
  });
  const remove = useChange(
    async () => {
      await client.send(new DeleteLogGroupCommand({ logGroupName: group }));
      open("/logs");
    },
    { done: () => `Deleted ${group}`, stale: ["logs"] },
  );
  return (
    <Page
      title={group}
      crumbs={[["Logs", "/logs"]]}
      description={known && `${sizeOf(known.storedBytes)}, kept ${retentionOf(known.retentionInDays)}`}
      actions={
        known && (
          <SpaceBetween direction="horizontal" size="xs">
            <RetentionButton groups={[known]} />
            <ConfirmedButton label="Delete" onConfirm={() => remove.mutateAsync(undefined)}>
              Everything that was logged in {group} will be gone.
            </ConfirmedButton>
          </SpaceBetween>
        )
      }
    >
      <PageTabs
        label={group}
        tabs={[
          {
            id: "tail",
            label: "Live tail",
            content: <LiveTail group={group} hint="New log events appear here." />,
          },
          { id: "search", label: "Search", content: <Search group={group} /> },
          { id: "streams", label: "Streams", content: <Streams group={group} /> },
        ]}
      />
    </Page>
  );
}

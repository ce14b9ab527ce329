import { useParams } from "react-router";
import { LiveTail } from "../parts/logs/live-tail.tsx";
import { Page } from "../parts/page.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { Search } from "./search.tsx";

/** A stream of a log group: all that is in it, and what comes. */
export function StreamPage() {
  const { group = "", stream = "" } = useParams();
  return (
    <Page
      title={stream}
      crumbs={[
        ["Logs", "/logs"],
        [group, `/logs/${encodeURIComponent(group)}`],
      ]}
    >
      <PageTabs
        label={stream}
        tabs={[
          { id: "events", label: "Events", content: <Search group={group} stream={stream} /> },
          {
            id: "tail",
            label: "Live tail",
            content: <LiveTail group={group} stream={stream} hint="New log events appear here." />,
          },
        ]}
      />
    </Page>
  );
}

import Spinner from "@cloudscape-design/components/spinner";
import { useParams } from "react-router";
import { Triggers } from "../lambda/triggers/triggers.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { useOpen } from "../shell/addresses.ts";
import { ConsumersTab } from "./consumers/consumers-tab.tsx";
import { OverviewTab } from "./overview/overview-tab.tsx";
import { RecordsTab } from "./records/records-tab.tsx";
import { ShardsTab } from "./shards/shards-tab.tsx";
import { DeleteStreams } from "./streams/delete-streams.tsx";
import { useStream } from "./use-stream.ts";

const CRUMBS = [["Kinesis", "/kinesis"]] as const;

/** A stream: its records as they come, and how it is set up. */
export function StreamPage() {
  const { stream: name = "" } = useParams();
  // Another stream is another page, with forms of its own.
  return <OneStream key={name} name={name} />;
}

function OneStream({ name }: { readonly name: string }) {
  const open = useOpen();
  const { data: stream, error } = useStream(name);
  if (!stream)
    return (
      <Page title={name} crumbs={CRUMBS}>
        {error ? <PageError error={error} /> : <Spinner size="large" />}
      </Page>
    );
  return (
    <Page title={name} crumbs={CRUMBS} actions={<DeleteStreams names={[name]} onDone={() => open("/kinesis")} />}>
      {error && <PageError error={error} />}
      <PageTabs
        label={`The stream ${name}`}
        tabs={[
          { id: "records", label: "Records", content: <RecordsTab stream={name} /> },
          { id: "shards", label: "Shards", content: <ShardsTab stream={stream} /> },
          { id: "consumers", label: "Consumers", content: <ConsumersTab arn={stream.StreamARN ?? ""} /> },
          {
            id: "triggers",
            label: "Triggers",
            content: <Triggers stream={stream.StreamARN ?? ""} what="each batch of records" />,
          },
          { id: "overview", label: "Overview", content: <OverviewTab stream={stream} /> },
        ]}
      />
    </Page>
  );
}

import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useParams } from "react-router";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { useOpen } from "../shell/addresses.ts";
import { Destination } from "./destination/destination.tsx";
import { PutRecords } from "./records/put-records.tsx";
import { DeleteStreams } from "./streams/delete-streams.tsx";
import { Facts } from "./streams/facts.tsx";
import { Tags } from "./streams/tags.tsx";
import { useStream } from "./use-stream.ts";

const CRUMBS = [["Firehose", "/firehose"]] as const;

/** A delivery stream: what it is, and where it delivers. */
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
    <Page
      title={name}
      crumbs={CRUMBS}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <DeleteStreams names={[name]} onDone={() => open("/firehose")} />
          <DialogButton label="Put records" variant="primary" disabled={stream.DeliveryStreamType !== "DirectPut"}>
            {(close) => <PutRecords stream={name} onClose={close} />}
          </DialogButton>
        </SpaceBetween>
      }
    >
      {error && <PageError error={error} />}
      <SpaceBetween size="l">
        <Facts stream={stream} />
        <Destination stream={stream} />
        <Tags stream={name} />
      </SpaceBetween>
    </Page>
  );
}

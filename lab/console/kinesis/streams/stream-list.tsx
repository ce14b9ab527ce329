import { KinesisClient, paginateListStreams, type StreamSummary } from "@aws-sdk/client-kinesis";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";
import { streamPath } from "../stream-path.ts";
import { CreateDialog } from "./create-dialog.tsx";
import { DeleteStreams } from "./delete-streams.tsx";
import { modeText } from "./mode.ts";

/** The streams. */
export function StreamList() {
  const client = useClient(KinesisClient);
  const [selected, setSelected] = useState<StreamSummary[]>([]);
  const answer = useAnswer(
    ["kinesis", "streams"],
    () => collect(paginateListStreams({ client }, {}), ({ StreamSummaries }) => StreamSummaries),
    { every: 5000 },
  );
  return (
    <Page title="Kinesis" description="Streams of records that many can read, in Amazon Kinesis Data Streams.">
      <ResourceTable
        title="Streams"
        answer={answer}
        id={({ StreamName = "" }) => StreamName}
        selected={selected}
        onSelect={setSelected}
        columns={[
          {
            id: "name",
            header: "Name",
            minWidth: 180,
            isRowHeader: true,
            sortingField: "StreamName",
            cell: ({ StreamName = "" }) => <PageLink to={streamPath(StreamName)}>{StreamName}</PageLink>,
          },
          { id: "status", header: "Status", minWidth: 120, cell: ({ StreamStatus }) => <Status of={StreamStatus} /> },
          {
            id: "mode",
            header: "Capacity",
            minWidth: 130,
            cell: ({ StreamModeDetails }) => modeText(StreamModeDetails),
          },
          {
            id: "created",
            header: "Created",
            minWidth: 170,
            sortingField: "StreamCreationTimestamp",
            cell: ({ StreamCreationTimestamp }) => <Time at={StreamCreationTimestamp} />,
          },
        ]}
        empty={<Empty title="No streams yet">Create one here, or deploy a stack that has one.</Empty>}
        actions={
          <>
            <DeleteStreams names={selected.map(({ StreamName = "" }) => StreamName)} onDone={() => setSelected([])} />
            <DialogButton label="Create a stream" variant="primary">
              {(close) => <CreateDialog onClose={close} />}
            </DialogButton>
          </>
        }
      />
    </Page>
  );
}

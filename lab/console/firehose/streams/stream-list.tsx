import { FirehoseClient } from "@aws-sdk/client-firehose";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { listStreams } from "../list-streams.ts";
import { streamPath } from "../stream-path.ts";
import { CreateDialog } from "./create-dialog.tsx";
import { DeleteStreams } from "./delete-streams.tsx";

interface Row {
  readonly name: string;
}

/** The delivery streams. */
export function StreamList() {
  const client = useClient(FirehoseClient);
  const [selected, setSelected] = useState<Row[]>([]);
  const answer = useAnswer<Row[]>(
    ["firehose", "streams"],
    async () => (await listStreams(client)).map((name) => ({ name })),
    { every: 5000 },
  );
  return (
    <Page
      title="Firehose"
      description="Delivery streams that write records to buckets and HTTP endpoints, in Amazon Data Firehose."
    >
      <ResourceTable
        title="Delivery streams"
        answer={answer}
        id={({ name }) => name}
        selected={selected}
        onSelect={setSelected}
        columns={[
          {
            id: "name",
            header: "Name",
            minWidth: 220,
            isRowHeader: true,
            sortingField: "name",
            cell: ({ name }) => <PageLink to={streamPath(name)}>{name}</PageLink>,
          },
        ]}
        empty={<Empty title="No delivery streams yet">Create one here, or deploy a stack that has one.</Empty>}
        actions={
          <>
            <DeleteStreams names={selected.map(({ name }) => name)} onDone={() => setSelected([])} />
            <DialogButton label="Create a stream" variant="primary">
              {(close) => <CreateDialog onClose={close} />}
            </DialogButton>
          </>
        }
      />
    </Page>
  );
}

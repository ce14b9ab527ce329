import { CancelReplayCommand, EventBridgeClient, type Replay } from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { listReplays } from "../lists.ts";

/** The replays, and how far they are. */
export function Replays() {
  const client = useClient(EventBridgeClient);
  const [selected, setSelected] = useState<Replay[]>([]);
  const [only] = selected;
  const answer = useAnswer(["events", "replays"], () => listReplays(client), { every: 2000 });
  const cancel = useChange(({ ReplayName }: Replay) => client.send(new CancelReplayCommand({ ReplayName })), {
    done: ({ ReplayName }) => `Cancelled ${ReplayName}`,
    stale: ["events"],
  });
  return (
    <ResourceTable
      title="Replays"
      answer={answer}
      id={({ ReplayName = "" }) => ReplayName}
      selected={selected}
      onSelect={setSelected}
      selectionType="single"
      columns={[
        {
          id: "name",
          header: "Name",
          minWidth: 150,
          isRowHeader: true,
          sortingField: "ReplayName",
          cell: ({ ReplayName }) => ReplayName,
        },
        { id: "state", header: "State", minWidth: 120, sortingField: "State", cell: ({ State }) => State },
        {
          id: "archive",
          header: "Archive",
          minWidth: 130,
          cell: ({ EventSourceArn }) => EventSourceArn?.split("/").at(-1),
        },
        {
          id: "last",
          header: "Last event replayed",
          minWidth: 170,
          cell: ({ EventLastReplayedTime }) => <Time at={EventLastReplayedTime} />,
        },
        { id: "ended", header: "Ended", minWidth: 160, cell: ({ ReplayEndTime }) => <Time at={ReplayEndTime} /> },
      ]}
      empty={<Empty title="No replays yet">Replay an archive, and its events arrive again.</Empty>}
      actions={
        <Button
          disabled={only?.State !== "RUNNING" && only?.State !== "STARTING"}
          onClick={() => only && cancel.mutate(only)}
        >
          Cancel
        </Button>
      }
    />
  );
}

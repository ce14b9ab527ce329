import {
  DeleteEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  LambdaClient,
  paginateListEventSourceMappings,
} from "@aws-sdk/client-lambda";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Status } from "../../parts/word-status.tsx";
import { mappingColumns } from "../mapping-columns.tsx";
import { CreateTrigger } from "./create-trigger.tsx";

interface Props {
  /** The stream's ARN. */
  readonly stream: string;
  /** What the functions are invoked with, such as `each record`. */
  readonly what: string;
}

/** The functions that a stream invokes. */
export function Triggers({ stream, what }: Props) {
  const client = useClient(LambdaClient);
  const [selected, setSelected] = useState<EventSourceMappingConfiguration[]>([]);
  const answer = useAnswer(
    ["lambda", "triggers", stream],
    () =>
      collect(
        paginateListEventSourceMappings({ client }, { EventSourceArn: stream }),
        ({ EventSourceMappings }) => EventSourceMappings,
      ),
    { every: 3000 },
  );
  const remove = useChange(
    async ({ UUID }: EventSourceMappingConfiguration) => {
      await client.send(new DeleteEventSourceMappingCommand({ UUID }));
      setSelected([]);
    },
    { done: () => "Deleting the trigger", stale: ["lambda", "triggers"] },
  );
  const [only] = selected;
  return (
    <ResourceTable
      title="Triggers"
      answer={answer}
      id={({ UUID = "" }) => UUID}
      selected={selected}
      onSelect={setSelected}
      selectionType="single"
      columns={[
        {
          id: "function",
          header: "Function",
          minWidth: 180,
          isRowHeader: true,
          cell: ({ FunctionArn = "" }) => <FunctionOf arn={FunctionArn} />,
        },
        { id: "state", header: "State", minWidth: 110, cell: ({ State }) => <Status of={State} /> },
        { id: "batch", header: "Batch", minWidth: 80, cell: ({ BatchSize }) => BatchSize },
        { id: "start", header: "From", minWidth: 120, cell: ({ StartingPosition }) => StartingPosition },
        ...mappingColumns,
      ]}
      empty={<Empty title="No triggers">Create one: {what} then invokes a function.</Empty>}
      actions={
        <>
          <ConfirmedButton
            label="Delete the trigger"
            disabled={!only}
            onConfirm={() => (only ? remove.mutateAsync(only) : Promise.resolve())}
          >
            The stream will no longer invoke the function. The function stays.
          </ConfirmedButton>
          <DialogButton label="Create a trigger" variant="primary">
            {(close) => <CreateTrigger stream={stream} onClose={close} />}
          </DialogButton>
        </>
      }
    />
  );
}

/** The name in `arn:aws:lambda:<region>:<account>:function:<name>[:<alias>]`, which leads to its page. */
function FunctionOf({ arn }: { readonly arn: string }) {
  const [name = "", ...alias] = arn.split(":").slice(6);
  return <PageLink to={`/lambda/${encodeURIComponent(name)}`}>{[name, ...alias].join(":")}</PageLink>;
}

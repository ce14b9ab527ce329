import type { TableDescription } from "@aws-sdk/client-dynamodb";
import {
  DeleteEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
  LambdaClient,
  paginateListEventSourceMappings,
} from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { mappingColumns } from "../../lambda/mapping-columns.tsx";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { tablePath } from "../addresses.ts";
import { Status } from "../tables/status.tsx";
import { CreateTrigger } from "./create-trigger.tsx";

/** The functions that the stream of a table invokes. */
export function TriggersTab({ table }: { readonly table: TableDescription }) {
  const { TableName = "", LatestStreamArn, StreamSpecification } = table;
  const stream = StreamSpecification?.StreamEnabled ? LatestStreamArn : undefined;
  if (!stream)
    return (
      <Container header={<Header>Triggers</Header>}>
        <Empty title="The stream is off">
          The stream of a table invokes functions. <PageLink to={tablePath(TableName, "stream")}>Turn it on</PageLink>{" "}
          first.
        </Empty>
      </Container>
    );
  return <Triggers stream={stream} />;
}

function Triggers({ stream }: { readonly stream: string }) {
  const client = useClient(LambdaClient);
  const [selected, setSelected] = useState<EventSourceMappingConfiguration[]>([]);
  const answer = useAnswer(
    ["dynamodb", "triggers", stream],
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
    { done: () => "Deleting the trigger", stale: ["dynamodb", "triggers"] },
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
        { id: "state", header: "State", minWidth: 130, cell: ({ State }) => <Status of={State} /> },
        { id: "batch", header: "Batch", minWidth: 80, cell: ({ BatchSize }) => BatchSize },
        { id: "start", header: "From", minWidth: 120, cell: ({ StartingPosition }) => StartingPosition },
        ...mappingColumns,
      ]}
      empty={<Empty title="No triggers">Create one: each change of an item then invokes a function.</Empty>}
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

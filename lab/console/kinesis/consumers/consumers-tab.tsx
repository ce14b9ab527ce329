import {
  type Consumer,
  DeregisterStreamConsumerCommand,
  KinesisClient,
  paginateListStreamConsumers,
} from "@aws-sdk/client-kinesis";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Copied } from "../../parts/copied.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";
import { Status } from "../../parts/word-status.tsx";
import { RegisterDialog } from "./register-dialog.tsx";

/** Who reads a stream with a throughput of its own. */
export function ConsumersTab({ arn: StreamARN }: { readonly arn: string }) {
  const client = useClient(KinesisClient);
  const [selected, setSelected] = useState<Consumer[]>([]);
  const answer = useAnswer(
    ["kinesis", "consumers", StreamARN],
    () => collect(paginateListStreamConsumers({ client }, { StreamARN }), ({ Consumers }) => Consumers),
    { every: 5000 },
  );
  const names = selected.map(({ ConsumerName = "" }) => ConsumerName);
  const remove = useChange(
    async (consumers: readonly Consumer[]) => {
      for (const { ConsumerARN } of consumers) await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
      setSelected([]);
    },
    {
      done: (consumers) => `Deregistered ${consumers.map(({ ConsumerName }) => ConsumerName).join(", ")}`,
      stale: ["kinesis", "consumers", StreamARN],
    },
  );
  return (
    <ResourceTable
      title="Consumers"
      answer={answer}
      id={({ ConsumerName = "" }) => ConsumerName}
      selected={selected}
      onSelect={setSelected}
      columns={[
        {
          id: "name",
          header: "Name",
          minWidth: 150,
          isRowHeader: true,
          sortingField: "ConsumerName",
          cell: ({ ConsumerName }) => ConsumerName,
        },
        { id: "status", header: "Status", minWidth: 120, cell: ({ ConsumerStatus }) => <Status of={ConsumerStatus} /> },
        { id: "arn", header: "ARN", minWidth: 280, cell: ({ ConsumerARN = "" }) => <Copied text={ConsumerARN} /> },
        {
          id: "created",
          header: "Registered",
          minWidth: 170,
          sortingField: "ConsumerCreationTimestamp",
          cell: ({ ConsumerCreationTimestamp }) => <Time at={ConsumerCreationTimestamp} />,
        },
      ]}
      empty={
        <Empty title="No consumers">
          A consumer has records pushed to it, at a throughput that it shares with nobody.
        </Empty>
      }
      actions={
        <>
          <ConfirmedButton
            label="Deregister"
            disabled={names.length === 0}
            onConfirm={() => remove.mutateAsync(selected)}
          >
            {names.join(", ")} will no longer get records.
          </ConfirmedButton>
          <DialogButton label="Register a consumer" variant="primary">
            {(close) => <RegisterDialog stream={StreamARN} onClose={close} />}
          </DialogButton>
        </>
      }
    />
  );
}

import { DescribeTimeToLiveCommand, DynamoDBClient, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { PageError } from "../../parts/page-error.tsx";

/** Whether items expire, and by which of their attributes. */
export function TimeToLive({ table: TableName }: { readonly table: string }) {
  const client = useClient(DynamoDBClient);
  const answer = useAnswer(["dynamodb", "ttl", TableName], async () => {
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    return TimeToLiveDescription ?? {};
  });
  const turnOff = useUpdateTimeToLive(TableName, false);
  const { AttributeName = "", TimeToLiveStatus } = answer.data ?? {};
  const isOn = TimeToLiveStatus === "ENABLED" || TimeToLiveStatus === "ENABLING";
  return (
    <Container
      header={
        <Header
          description="Deletes an item once the moment in one of its attributes has passed."
          actions={
            isOn ? (
              <ConfirmedButton
                label="Turn off"
                ariaLabel="Turn off time to live"
                onConfirm={() => turnOff.mutateAsync({ AttributeName, Enabled: false })}
              >
                Items will no longer expire.
              </ConfirmedButton>
            ) : (
              <DialogButton label="Turn on" ariaLabel="Turn on time to live" disabled={!answer.data}>
                {(close) => <TurnOn table={TableName} onClose={close} />}
              </DialogButton>
            )
          }
        >
          Time to live
        </Header>
      }
    >
      {answer.isPending && <Spinner />}
      {answer.error && <PageError error={answer.error} />}
      {answer.data && !isOn && "Off: items stay until they are deleted."}
      {isOn && (
        <>
          Items expire by the attribute <b>{AttributeName}</b>, a number of seconds since 1970.
        </>
      )}
    </Container>
  );
}

function TurnOn({ table, onClose }: { readonly table: string; readonly onClose: () => void }) {
  const [name, setName] = useState("");
  const turnOn = useUpdateTimeToLive(table, true);
  return (
    <Dialog
      title="Turn on time to live"
      canSubmit={name !== ""}
      isBusy={turnOn.isPending}
      error={turnOn.error}
      onSubmit={() => turnOn.mutate({ AttributeName: name, Enabled: true }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Attribute" description="A number: the seconds since 1970 at which the item expires.">
        <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} autoFocus spellcheck={false} />
      </FormField>
    </Dialog>
  );
}

function useUpdateTimeToLive(TableName: string, inForm: boolean) {
  const client = useClient(DynamoDBClient);
  return useChange(
    (TimeToLiveSpecification: { readonly AttributeName: string; readonly Enabled: boolean }) =>
      client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification })),
    {
      done: ({ Enabled }) => `Turned time to live ${Enabled ? "on" : "off"}`,
      stale: ["dynamodb", "ttl", TableName],
      inForm,
    },
  );
}

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
  const change = useChange(
    ({ AttributeName, Enabled }: { AttributeName: string; Enabled: boolean }) =>
      client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName, Enabled } })),
    {
      done: ({ Enabled }) => `Turned time to live ${Enabled ? "on" : "off"}`,
      stale: ["dynamodb", "ttl", TableName],
    },
  );
  const { AttributeName = "", TimeToLiveStatus } = answer.data ?? {};
  const isOn = TimeToLiveStatus === "ENABLED" || TimeToLiveStatus === "ENABLING";
  return (
    <Container
      header={
        <Header
          description="Deletes an item once the moment in one of its attributes has passed."
          actions={
            isOn ? (
              <ConfirmedButton label="Turn off" onConfirm={() => change.mutateAsync({ AttributeName, Enabled: false })}>
                Items will no longer expire.
              </ConfirmedButton>
            ) : (
              <DialogButton label="Turn on" ariaLabel="Turn time to live on" disabled={!answer.data}>
                {(close) => (
                  <TurnOn
                    isBusy={change.isPending}
                    error={change.error}
                    onTurnOn={(name) => change.mutate({ AttributeName: name, Enabled: true }, { onSuccess: close })}
                    onClose={close}
                  />
                )}
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
          Items expire by the attribute <b>{AttributeName}</b>, which has seconds since 1970.
        </>
      )}
    </Container>
  );
}

interface TurnOnProps {
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onTurnOn: (attribute: string) => void;
  readonly onClose: () => void;
}

function TurnOn({ isBusy, error, onTurnOn, onClose }: TurnOnProps) {
  const [name, setName] = useState("");
  return (
    <Dialog
      title="Turn time to live on"
      canSubmit={name !== ""}
      isBusy={isBusy}
      error={error}
      onSubmit={() => onTurnOn(name)}
      onClose={onClose}
    >
      <FormField label="Attribute" description="A number: the seconds since 1970 at which the item expires.">
        <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} autoFocus spellcheck={false} />
      </FormField>
    </Dialog>
  );
}

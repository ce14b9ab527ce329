import type { StreamViewType, TableDescription } from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Copied } from "../../parts/copied.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Facts } from "../../parts/facts.tsx";
import { useUpdateTable } from "../use-table.ts";
import { Records } from "./records.tsx";

const VIEWS = [
  { value: "NEW_AND_OLD_IMAGES", label: "New and old images" },
  { value: "NEW_IMAGE", label: "New image" },
  { value: "OLD_IMAGE", label: "Old image" },
  { value: "KEYS_ONLY", label: "Keys only" },
] as const;

/** The stream of a table: whether it is on, and what changes as it changes. */
export function StreamTab({ table }: { readonly table: TableDescription }) {
  const { TableName = "", LatestStreamArn, StreamSpecification } = table;
  const isOn = StreamSpecification?.StreamEnabled === true;
  const turnOff = useUpdateTable(TableName, "Turned the stream off");
  const view = VIEWS.find(({ value }) => value === StreamSpecification?.StreamViewType);
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            actions={
              isOn ? (
                <ConfirmedButton
                  label="Turn off"
                  ariaLabel="Turn off the stream"
                  onConfirm={() => turnOff.mutateAsync({ StreamSpecification: { StreamEnabled: false } })}
                >
                  Changes will no longer be recorded, and no longer invoke functions.
                </ConfirmedButton>
              ) : (
                <DialogButton label="Turn on" variant="primary">
                  {(close) => <TurnOn table={TableName} onClose={close} />}
                </DialogButton>
              )
            }
          >
            Stream
          </Header>
        }
      >
        {isOn && LatestStreamArn ? (
          <Facts
            columns={2}
            items={[
              { label: "Records contain", value: view?.label ?? "–" },
              { label: "ARN", value: <Copied text={LatestStreamArn} /> },
            ]}
          />
        ) : (
          <Empty title="The stream is off">
            Turn it on to record each change of an item, and to invoke functions with it.
          </Empty>
        )}
      </Container>
      {isOn && LatestStreamArn && <Records key={LatestStreamArn} stream={LatestStreamArn} />}
    </SpaceBetween>
  );
}

function TurnOn({ table, onClose }: { readonly table: string; readonly onClose: () => void }) {
  const [view, setView] = useState<StreamViewType>("NEW_AND_OLD_IMAGES");
  const turnOn = useUpdateTable(table, "Turned the stream on", true);
  return (
    <Dialog
      title="Turn the stream on"
      isBusy={turnOn.isPending}
      error={turnOn.error}
      onSubmit={() =>
        turnOn.mutate({ StreamSpecification: { StreamEnabled: true, StreamViewType: view } }, { onSuccess: onClose })
      }
      onClose={onClose}
    >
      <FormField label="Records contain">
        <Select
          selectedOption={VIEWS.find(({ value }) => value === view) ?? null}
          options={VIEWS}
          onChange={({ detail }) => setView(detail.selectedOption.value as StreamViewType)}
          expandToViewport
        />
      </FormField>
    </Dialog>
  );
}

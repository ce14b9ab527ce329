import {
  CreatePlatformEndpointCommand,
  DeleteEndpointCommand,
  type Endpoint,
  paginateListEndpointsByPlatformApplication,
  SNSClient,
} from "@aws-sdk/client-sns";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useParams } from "react-router";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Copied } from "../../parts/copied.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { nameIn } from "./names.ts";

/** A push application: the devices that it sends to. */
export function ApplicationPage() {
  const { arn = "" } = useParams();
  const client = useClient(SNSClient);
  const [selected, setSelected] = useState<Endpoint[]>([]);
  const answer = useAnswer(["sns", "devices", arn], () =>
    collect(
      paginateListEndpointsByPlatformApplication({ client }, { PlatformApplicationArn: arn }),
      ({ Endpoints }) => Endpoints,
    ),
  );
  const remove = useChange(
    async (devices: readonly Endpoint[]) => {
      for (const { EndpointArn } of devices) await client.send(new DeleteEndpointCommand({ EndpointArn }));
      setSelected([]);
    },
    { done: (devices) => `Removed ${devicesOf(devices)}`, stale: ["sns"] },
  );
  return (
    <Page
      title={nameIn(arn)}
      crumbs={[
        ["SNS", "/sns"],
        ["Mobile", "/sns/mobile"],
      ]}
    >
      <ResourceTable
        title="Devices"
        answer={answer}
        id={({ EndpointArn = "" }) => EndpointArn}
        selected={selected}
        onSelect={setSelected}
        columns={[
          {
            id: "token",
            header: "Token",
            minWidth: 180,
            isRowHeader: true,
            cell: ({ Attributes }) => Attributes?.Token ?? "–",
          },
          {
            id: "enabled",
            header: "Enabled",
            minWidth: 100,
            cell: ({ Attributes }) => (Attributes?.Enabled === "false" ? "No" : "Yes"),
          },
          {
            id: "data",
            header: "User data",
            minWidth: 140,
            cell: ({ Attributes }) => Attributes?.CustomUserData || "–",
          },
          {
            id: "arn",
            header: "ARN",
            minWidth: 240,
            cell: ({ EndpointArn = "" }) => <Copied text={EndpointArn} />,
          },
        ]}
        empty={<Empty title="No devices yet">Applications register theirs with CreatePlatformEndpoint.</Empty>}
        actions={
          <>
            <ConfirmedButton
              label="Remove"
              disabled={selected.length === 0}
              onConfirm={() => remove.mutateAsync(selected)}
            >
              {devicesOf(selected)} will get nothing any more.
            </ConfirmedButton>
            <DialogButton label="Register device" variant="primary">
              {(close) => <RegisterDevice arn={arn} onClose={close} />}
            </DialogButton>
          </>
        }
      />
    </Page>
  );
}

function devicesOf(devices: readonly Endpoint[]): string {
  return devices.length === 1 ? "The device" : `${devices.length} devices`;
}

function RegisterDevice({ arn, onClose }: { readonly arn: string; readonly onClose: () => void }) {
  const client = useClient(SNSClient);
  const [form, setForm] = useState({ Token: "", CustomUserData: "" });
  const register = useChange(
    (given: typeof form) => client.send(new CreatePlatformEndpointCommand({ PlatformApplicationArn: arn, ...given })),
    { done: () => "Registered the device", stale: ["sns"], inForm: true },
  );
  return (
    <Dialog
      title="Register device"
      submit="Register device"
      canSubmit={form.Token !== ""}
      isBusy={register.isPending}
      error={register.error}
      onSubmit={() => register.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Token" description="What the platform calls the device.">
        <Input value={form.Token} onChange={({ detail }) => setForm({ ...form, Token: detail.value.trim() })} />
      </FormField>
      <FormField label="User data" description="Optional. It is kept with the device.">
        <Input
          value={form.CustomUserData}
          onChange={({ detail }) => setForm({ ...form, CustomUserData: detail.value })}
        />
      </FormField>
    </Dialog>
  );
}

import {
  CreatePlatformApplicationCommand,
  DeletePlatformApplicationCommand,
  type PlatformApplication,
  paginateListPlatformApplications,
  SNSClient,
} from "@aws-sdk/client-sns";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { applicationPath, nameIn, platformIn } from "./names.ts";

/** The applications on the platforms for push notifications. */
export function Applications() {
  const client = useClient(SNSClient);
  const [selected, setSelected] = useState<PlatformApplication[]>([]);
  const answer = useAnswer(["sns", "applications"], () =>
    collect(paginateListPlatformApplications({ client }, {}), ({ PlatformApplications }) => PlatformApplications),
  );
  const remove = useChange(
    async (applications: readonly PlatformApplication[]) => {
      for (const { PlatformApplicationArn } of applications)
        await client.send(new DeletePlatformApplicationCommand({ PlatformApplicationArn }));
      setSelected([]);
    },
    { done: (applications) => `Deleted ${namesOf(applications)}`, stale: ["sns"] },
  );
  return (
    <ResourceTable
      title="Push applications"
      answer={answer}
      id={({ PlatformApplicationArn = "" }) => PlatformApplicationArn}
      selected={selected}
      onSelect={setSelected}
      columns={[
        {
          id: "name",
          header: "Name",
          minWidth: 180,
          isRowHeader: true,
          cell: ({ PlatformApplicationArn: arn = "" }) => <PageLink to={applicationPath(arn)}>{nameIn(arn)}</PageLink>,
        },
        {
          id: "platform",
          header: "Platform",
          minWidth: 140,
          cell: ({ PlatformApplicationArn: arn = "" }) => platformIn(arn),
        },
        {
          id: "enabled",
          header: "Enabled",
          minWidth: 100,
          cell: ({ Attributes }) => (Attributes?.Enabled === "false" ? "No" : "Yes"),
        },
      ]}
      empty={<Empty title="No push applications yet">One has the devices on which an application is installed.</Empty>}
      actions={
        <>
          <ConfirmedButton
            label="Delete"
            disabled={selected.length === 0}
            onConfirm={() => remove.mutateAsync(selected)}
          >
            {namesOf(selected)} will be gone, with all devices.
          </ConfirmedButton>
          <DialogButton label="Create application" variant="primary">
            {(close) => <CreateApplication onClose={close} />}
          </DialogButton>
        </>
      }
    />
  );
}

function namesOf(applications: readonly PlatformApplication[]): string {
  return applications.map(({ PlatformApplicationArn = "" }) => nameIn(PlatformApplicationArn)).join(", ");
}

const PLATFORMS = [
  { value: "GCM", label: "Firebase Cloud Messaging" },
  { value: "APNS", label: "Apple" },
  { value: "APNS_SANDBOX", label: "Apple, development" },
  { value: "ADM", label: "Amazon Device Messaging" },
  { value: "BAIDU", label: "Baidu" },
  { value: "WNS", label: "Windows" },
];

function CreateApplication({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(SNSClient);
  const [form, setForm] = useState({ name: "", platform: "GCM", principal: "", credential: "" });
  const create = useChange(
    ({ name, platform, principal, credential }: typeof form) =>
      client.send(
        new CreatePlatformApplicationCommand({
          Name: name,
          Platform: platform,
          Attributes: { PlatformCredential: credential, ...(principal !== "" && { PlatformPrincipal: principal }) },
        }),
      ),
    { done: ({ name }) => `Created the application ${name}`, stale: ["sns"], inForm: true },
  );
  const needsPrincipal = form.platform !== "GCM";
  return (
    <Dialog
      title="Create application"
      submit="Create application"
      canSubmit={form.name !== "" && form.credential !== "" && (!needsPrincipal || form.principal !== "")}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(form, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input value={form.name} onChange={({ detail }) => setForm({ ...form, name: detail.value.trim() })} />
      </FormField>
      <FormField label="Platform">
        <Select
          selectedOption={PLATFORMS.find(({ value }) => value === form.platform) ?? null}
          options={PLATFORMS}
          onChange={({ detail }) => setForm({ ...form, platform: detail.selectedOption.value ?? "GCM" })}
        />
      </FormField>
      {needsPrincipal && (
        <FormField label="Principal" description="The certificate, or the client's id.">
          <Input value={form.principal} onChange={({ detail }) => setForm({ ...form, principal: detail.value })} />
        </FormField>
      )}
      <FormField label="Credential" description="The platform's key. Here any will do: nothing is sent to it.">
        <Input value={form.credential} onChange={({ detail }) => setForm({ ...form, credential: detail.value })} />
      </FormField>
    </Dialog>
  );
}

import { CreateDeliveryStreamCommand, FirehoseClient } from "@aws-sdk/client-firehose";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { useOpen } from "../../shell/addresses.ts";
import { streamPath } from "../stream-path.ts";
import { isComplete, type NewStream, requestOf } from "./new-stream.ts";

const NOTHING: NewStream = { name: "", source: "", kind: "s3", url: "", key: "", bucket: "", role: "" };

/** Creates a delivery stream. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(FirehoseClient);
  const open = useOpen();
  const [form, setForm] = useState(NOTHING);
  const change = (changes: Partial<NewStream>) => setForm({ ...form, ...changes });
  const create = useChange((one: NewStream) => client.send(new CreateDeliveryStreamCommand(requestOf(one))), {
    done: ({ name }) => `Created the stream ${name}`,
    stale: ["firehose", "streams"],
    inForm: true,
  });
  const text = (label: string, name: keyof NewStream, placeholder = "", description = "") => (
    <FormField label={label} description={description}>
      <Input
        value={form[name]}
        placeholder={placeholder}
        onChange={({ detail }) => change({ [name]: detail.value.trim() })}
        spellcheck={false}
      />
    </FormField>
  );
  return (
    <Dialog
      title="Create the stream"
      canSubmit={isComplete(form)}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(form, { onSuccess: () => open(streamPath(form.name)) })}
      onClose={onClose}
    >
      {text("Name", "name")}
      {text(
        "Kinesis stream – optional",
        "source",
        "arn:aws:kinesis:…",
        "Its ARN. Without one, records are put directly.",
      )}
      <SegmentedControl
        label="Destination"
        selectedId={form.kind}
        options={[
          { id: "s3", text: "Bucket" },
          { id: "http", text: "HTTP endpoint" },
        ]}
        onChange={({ detail }) => change({ kind: detail.selectedId as NewStream["kind"] })}
      />
      {form.kind === "http" && text("URL", "url", "https://…")}
      {form.kind === "http" && text("Access key – optional", "key")}
      {text("Bucket", "bucket", "", form.kind === "http" ? "For records that the endpoint does not take." : "")}
      {text("Role", "role", "arn:aws:iam::…", "Firehose works as this role.")}
    </Dialog>
  );
}

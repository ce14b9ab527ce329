import { CreatePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";

const EXAMPLE = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::photos/*"] }],
  },
  null,
  2,
);

/** Creates a managed policy. */
export function CreatePolicy({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(IAMClient);
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [document, setDocument] = useState(EXAMPLE);
  const create = useChange(
    (PolicyName: string) =>
      client.send(
        new CreatePolicyCommand({
          PolicyName,
          PolicyDocument: document,
          ...(description !== "" && { Description: description }),
        }),
      ),
    { done: (policy) => `Created the policy ${policy}`, stale: ["iam"], inForm: true },
  );
  return (
    <Dialog
      title="Create policy"
      canSubmit={name !== "" && problemOf(document) === undefined}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} spellcheck={false} />
      </FormField>
      <FormField label="Description">
        <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
      </FormField>
      <JsonField label="Document" value={document} onChange={setDocument} />
    </Dialog>
  );
}

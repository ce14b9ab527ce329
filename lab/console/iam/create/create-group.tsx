import { AttachGroupPolicyCommand, CreateGroupCommand, IAMClient } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { PolicyPicker } from "./policy-picker.tsx";

/** Creates a group. Its users are added on the group's page. */
export function CreateGroup({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(IAMClient);
  const [name, setName] = useState("");
  const [policies, setPolicies] = useState<string[]>([]);
  const create = useChange(
    async (GroupName: string) => {
      await client.send(new CreateGroupCommand({ GroupName }));
      for (const PolicyArn of policies) await client.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
    },
    { done: (group) => `Created the group ${group}`, stale: ["iam"], inForm: true },
  );
  return (
    <Dialog
      title="Create group"
      canSubmit={name !== ""}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} spellcheck={false} />
      </FormField>
      <PolicyPicker value={policies} onChange={setPolicies} />
    </Dialog>
  );
}

import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { usePlace } from "../../cloud/place.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";
import { PolicyPicker } from "./policy-picker.tsx";
import { trustOf } from "./trust.ts";

/** Who assumes roles most often; whoever else does is written into the trust policy. */
const TRUSTED = [
  { value: "lambda.amazonaws.com", label: "Lambda", description: "Functions" },
  { value: "apigateway.amazonaws.com", label: "API Gateway", description: "APIs that call services" },
  { value: "cloudformation.amazonaws.com", label: "CloudFormation", description: "Stacks with a role of their own" },
  { value: "ec2.amazonaws.com", label: "EC2", description: "Instances" },
  { value: "account", label: "This account", description: "Users and roles that are allowed to" },
];

/** Creates a role. */
export function CreateRole({ onClose }: { readonly onClose: () => void }) {
  const client = useClient(IAMClient);
  const { account } = usePlace();
  const [name, setName] = useState("");
  const [trusted, setTrusted] = useState("lambda.amazonaws.com");
  const [trust, setTrust] = useState(() => trustOf({ Service: "lambda.amazonaws.com" }));
  const [policies, setPolicies] = useState<string[]>([]);
  const create = useChange(
    async (RoleName: string) => {
      await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
      for (const PolicyArn of policies) await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    },
    { done: (role) => `Created the role ${role}`, stale: ["iam"], inForm: true },
  );
  const choose = (value: string) => {
    setTrusted(value);
    setTrust(trustOf(value === "account" ? { AWS: `arn:aws:iam::${account}:root` } : { Service: value }));
  };
  return (
    <Dialog
      title="Create role"
      canSubmit={name !== "" && problemOf(trust) === undefined}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} spellcheck={false} />
      </FormField>
      <FormField label="Trusted entity">
        <Select
          selectedOption={TRUSTED.find(({ value }) => value === trusted) ?? null}
          options={TRUSTED}
          onChange={({ detail }) => choose(detail.selectedOption.value ?? "")}
          expandToViewport
        />
      </FormField>
      <PolicyPicker value={policies} onChange={setPolicies} />
      <JsonField label="Trust policy" value={trust} onChange={setTrust} />
    </Dialog>
  );
}

import {
  CreatePipeCommand,
  type DescribePipeCommandOutput,
  PipesClient,
  UpdatePipeCommand,
} from "@aws-sdk/client-pipes";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { JsonField, problemOf } from "../../parts/json-field.tsx";
import { type Fields, fieldsOf, settingsOf } from "./fields.ts";

interface Props {
  /** The pipe that is changed; a new one is made without it. */
  readonly pipe?: DescribePipeCommandOutput;
  readonly onClose: () => void;
}

const LABELS = [
  ["name", "Name", ""],
  ["source", "Source", "ARN of a queue, a data stream or a table's stream."],
  ["enrichment", "Enrichment", "ARN of a function or of a REST API's method. Optional."],
  ["target", "Target", "ARN of a queue, a function, a topic, a stream, an event bus, a log group or an API."],
  ["role", "Role", "ARN of the role that reads and sends. It trusts pipes.amazonaws.com."],
] as const;

const PARAMETERS = [
  ["sourceParameters", "Source parameters", 'Batches, filters: {"FilterCriteria": {"Filters": [{"Pattern": "…"}]}}'],
  ["enrichmentParameters", "Enrichment parameters", ""],
  ["targetParameters", "Target parameters", 'Such as {"InputTemplate": "<$.body>"}'],
] as const;

/** Creates a pipe, or changes one. */
export function PipeForm({ pipe, onClose }: Props) {
  const client = useClient(PipesClient);
  const [fields, setFields] = useState<Fields>(() => fieldsOf(pipe));
  const change = useChange(
    async (given: Fields) => {
      const { Source, ...settings } = settingsOf(given, pipe !== undefined);
      if (pipe) await client.send(new UpdatePipeCommand(settings));
      else await client.send(new CreatePipeCommand({ ...settings, Source }));
    },
    { done: ({ name }) => `${pipe ? "Changed" : "Created"} ${name}`, stale: ["pipes"], inForm: true },
  );
  const { name, source, target, role } = fields;
  const areValid = PARAMETERS.every(([key]) => fields[key].trim() === "" || problemOf(fields[key]) === undefined);
  return (
    <Dialog
      title={pipe ? `Edit ${pipe.Name}` : "Create pipe"}
      submit={pipe ? "Save" : "Create pipe"}
      size="large"
      canSubmit={[name, source, target, role].every((text) => text !== "") && areValid}
      isBusy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate(fields, { onSuccess: onClose })}
      onClose={onClose}
    >
      {LABELS.filter(([key]) => !pipe || (key !== "name" && key !== "source")).map(([key, label, description]) => (
        <FormField key={key} label={label} description={description} stretch>
          <Input
            value={fields[key]}
            onChange={({ detail }) => setFields({ ...fields, [key]: detail.value.trim() })}
            spellcheck={false}
          />
        </FormField>
      ))}
      {PARAMETERS.map(([key, label, description]) => (
        <JsonField
          key={key}
          label={label}
          description={description}
          rows={4}
          mayBeEmpty
          value={fields[key]}
          onChange={(value) => setFields({ ...fields, [key]: value })}
        />
      ))}
    </Dialog>
  );
}

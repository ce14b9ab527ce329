import {
  CreateEventSourceMappingCommand,
  type EventSourcePosition,
  LambdaClient,
  paginateListFunctions,
} from "@aws-sdk/client-lambda";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer, useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";

const POSITIONS = [
  { value: "LATEST", label: "Latest", description: "Only what comes from now on" },
  { value: "TRIM_HORIZON", label: "Trim horizon", description: "All that the stream has, then what comes" },
] as const;

interface Props {
  readonly stream: string;
  readonly onClose: () => void;
}

/** Makes a stream invoke a function. */
export function CreateTrigger({ stream, onClose }: Props) {
  const client = useClient(LambdaClient);
  const [name, setName] = useState("");
  const [batch, setBatch] = useState("100");
  const [position, setPosition] = useState<EventSourcePosition>("LATEST");
  const { data: functions = [] } = useAnswer(["lambda", "functions"], () =>
    collect(paginateListFunctions({ client }, {}), ({ Functions }) => Functions),
  );
  const create = useChange(
    () =>
      client.send(
        new CreateEventSourceMappingCommand({
          EventSourceArn: stream,
          FunctionName: name,
          BatchSize: Number(batch),
          StartingPosition: position,
        }),
      ),
    { done: () => `The stream invokes ${name}`, stale: ["lambda", "triggers"], inForm: true },
  );
  return (
    <Dialog
      title="Create the trigger"
      canSubmit={name !== ""}
      isBusy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Function" description="Its role must be allowed to read the stream.">
        <Select
          selectedOption={name === "" ? null : { value: name, label: name }}
          options={functions.map(({ FunctionName: value = "" }) => ({ value, label: value }))}
          placeholder="Choose a function"
          empty="There are no functions"
          filteringType={functions.length > 8 ? "auto" : "none"}
          onChange={({ detail }) => setName(detail.selectedOption.value ?? "")}
          expandToViewport
        />
      </FormField>
      <FormField label="Batch size" description="The most records in an event.">
        <Input value={batch} inputMode="numeric" onChange={({ detail }) => setBatch(detail.value)} />
      </FormField>
      <FormField label="Starting position">
        <Select
          selectedOption={POSITIONS.find(({ value }) => value === position) ?? null}
          options={POSITIONS}
          onChange={({ detail }) => setPosition(detail.selectedOption.value as EventSourcePosition)}
          expandToViewport
        />
      </FormField>
    </Dialog>
  );
}

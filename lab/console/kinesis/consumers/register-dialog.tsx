import { KinesisClient, RegisterStreamConsumerCommand } from "@aws-sdk/client-kinesis";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";

interface Props {
  /** The stream's ARN. */
  readonly stream: string;
  readonly onClose: () => void;
}

/** Registers a consumer of a stream. */
export function RegisterDialog({ stream: StreamARN, onClose }: Props) {
  const client = useClient(KinesisClient);
  const [name, setName] = useState("");
  const register = useChange(
    (ConsumerName: string) => client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName })),
    { done: (one) => `Registered the consumer ${one}`, stale: ["kinesis", "consumers", StreamARN], inForm: true },
  );
  return (
    <Dialog
      title="Register the consumer"
      canSubmit={name !== ""}
      isBusy={register.isPending}
      error={register.error}
      onSubmit={() => register.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      <FormField label="Name">
        <Input value={name} onChange={({ detail }) => setName(detail.value.trim())} spellcheck={false} />
      </FormField>
    </Dialog>
  );
}

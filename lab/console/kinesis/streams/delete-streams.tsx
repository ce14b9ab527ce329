import { DeleteStreamCommand, KinesisClient } from "@aws-sdk/client-kinesis";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";

interface Props {
  readonly names: readonly string[];
  readonly onDone: () => void;
}

/** Deletes streams when that is confirmed. */
export function DeleteStreams({ names, onDone }: Props) {
  const client = useClient(KinesisClient);
  const remove = useChange(
    async (all: readonly string[]) => {
      for (const StreamName of all)
        await client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
      onDone();
    },
    { done: (all) => `Deleting ${all.join(", ")}`, stale: ["kinesis", "streams"] },
  );
  return (
    <ConfirmedButton
      label={names.length > 1 ? "Delete the streams" : "Delete the stream"}
      disabled={names.length === 0}
      onConfirm={() => remove.mutateAsync(names)}
    >
      {names.join(", ")} will be gone, with all records and consumers.
    </ConfirmedButton>
  );
}

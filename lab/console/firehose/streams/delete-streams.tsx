import { DeleteDeliveryStreamCommand, FirehoseClient } from "@aws-sdk/client-firehose";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";

interface Props {
  readonly names: readonly string[];
  readonly onDone: () => void;
}

/** Deletes delivery streams when that is confirmed. */
export function DeleteStreams({ names, onDone }: Props) {
  const client = useClient(FirehoseClient);
  const remove = useChange(
    async (all: readonly string[]) => {
      for (const DeliveryStreamName of all) await client.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
      onDone();
    },
    { done: (all) => `Deleted ${all.join(", ")}`, stale: ["firehose", "streams"] },
  );
  return (
    <ConfirmedButton
      label={names.length > 1 ? "Delete the streams" : "Delete the stream"}
      disabled={names.length === 0}
      onConfirm={() => remove.mutateAsync(names)}
    >
      {names.join(", ")} will be gone, with all records that were not delivered yet.
    </ConfirmedButton>
  );
}

import { DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";

interface Props {
  readonly names: readonly string[];
  readonly onDone: () => void;
}

/** Deletes tables when that is confirmed. */
export function DeleteTables({ names, onDone }: Props) {
  const client = useClient(DynamoDBClient);
  const remove = useChange(
    async (all: readonly string[]) => {
      for (const TableName of all) await client.send(new DeleteTableCommand({ TableName }));
      onDone();
    },
    { done: (all) => `Deleting ${all.join(", ")}`, stale: ["dynamodb"] },
  );
  return (
    <ConfirmedButton
      label={names.length > 1 ? "Delete the tables" : "Delete the table"}
      disabled={names.length === 0}
      onConfirm={() => remove.mutateAsync(names)}
    >
      {names.join(", ")} will be gone, with all items, indexes and streams. Backups stay.
    </ConfirmedButton>
  );
}

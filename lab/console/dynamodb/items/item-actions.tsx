import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { UseQueryResult } from "@tanstack/react-query";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { ConfirmedButton } from "../../parts/confirmed-button.tsx";
import { useOpen } from "../../shell/addresses.ts";
import { itemPath } from "../addresses.ts";
import type { Item } from "../values/item.ts";
import { keyIn } from "./item-columns.tsx";

/** How many items a call can delete. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25;

interface Props {
  readonly table: string;
  readonly keyNames: readonly string[];
  readonly answer: UseQueryResult<unknown, Error>;
  readonly selected: readonly Item[];
}

/** What can be done with the items that are selected, and how there come to be more. */
export function ItemActions({ table, keyNames, answer, selected }: Props) {
  const client = useClient(DynamoDBClient);
  const open = useOpen();
  const remove = useChange(
    (items: readonly Item[]) =>
      deleteItems(
        client,
        table,
        items.map((one) => keyIn(one, keyNames)),
      ),
    {
      done: (items) => `Deleted ${items.length} ${items.length === 1 ? "item" : "items"}`,
      stale: ["dynamodb", "items", table],
    },
  );
  const [only] = selected;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button iconName="refresh" ariaLabel="Refresh" loading={answer.isFetching} onClick={() => answer.refetch()} />
      <ConfirmedButton label="Delete" disabled={!only} onConfirm={() => remove.mutateAsync(selected)}>
        {selected.length === 1 ? "This item" : `These ${selected.length} items`} will be gone.
      </ConfirmedButton>
      <Button
        disabled={!only || selected.length > 1}
        onClick={() => only && open(itemPath(table, keyIn(only, keyNames), "copy"))}
      >
        Duplicate
      </Button>
      <Button variant="primary" onClick={() => open(itemPath(table))}>
        Create an item
      </Button>
    </SpaceBetween>
  );
}

async function deleteItems(client: DynamoDBClient, table: string, keys: readonly Item[]): Promise<void> {
  let rest: WriteRequest[] = keys.map((Key) => ({ DeleteRequest: { Key: { ...Key } } }));
  while (rest.length > 0) {
    const RequestItems = { [table]: rest.slice(0, BATCH) };
    const { UnprocessedItems = {} } = await client.send(new BatchWriteItemCommand({ RequestItems }));
    rest = [...Object.values(UnprocessedItems).flat(), ...rest.slice(BATCH)];
  }
}

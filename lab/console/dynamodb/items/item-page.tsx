import { DynamoDBClient, GetItemCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import Spinner from "@cloudscape-design/components/spinner";
import { useParams } from "react-router";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Page } from "../../parts/page.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { useParameter } from "../../parts/parameter.ts";
import { tablePath } from "../addresses.ts";
import { keyAttributes, useTable } from "../use-table.ts";
import type { Item } from "../values/item.ts";
import { fromJson } from "../values/json.ts";
import { ItemForm } from "./item-form.tsx";

/** An item: as it is, or a new one, which may begin as a copy. The key stands in the address. */
export function ItemPage() {
  const { table: name = "" } = useParams();
  const [key] = useParameter("key");
  const [copy] = useParameter("copy");
  const client = useClient(DynamoDBClient);
  const table = useTable(name);
  const from = key || copy;
  const item = useAnswer(
    ["dynamodb", "item", name, from],
    async () => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: name, Key: { ...fromJson(from) }, ConsistentRead: true }),
      );
      if (!Item) throw new Error("There is no such item any more.");
      return Item;
    },
    { when: from !== "" },
  );
  const error = table.error ?? item.error;
  const begin = from === "" ? table.data && emptyItem(table.data) : item.data;
  return (
    <Page
      title={key === "" ? "New item" : "Item"}
      crumbs={[
        ["DynamoDB", "/dynamodb"],
        [name, tablePath(name)],
      ]}
    >
      {error && <PageError error={error} />}
      {!error && !(table.data && begin) && <Spinner size="large" />}
      {table.data && begin && <ItemForm key={`${name} ${from}`} table={table.data} begin={begin} isNew={key === ""} />}
    </Page>
  );
}

function emptyItem(table: TableDescription): Item {
  return Object.fromEntries(
    keyAttributes(table).map(({ name, type }) => [name, type === "B" ? { B: new Uint8Array() } : { [type]: "" }]),
  ) as Item;
}

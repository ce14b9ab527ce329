import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { usePlace } from "../../cloud/place.ts";
import { Facts } from "../../parts/facts.tsx";
import { sizeOf } from "../../parts/sizes.ts";
import { billingOf } from "../tables/table-columns.tsx";
import { indexesOf } from "../use-table.ts";

/** How much a table and its indexes hold. */
export function Sizes({ table }: { readonly table: TableDescription }) {
  const { isLab } = usePlace();
  const { ItemCount = 0, TableSizeBytes = 0 } = table;
  return (
    <Container
      header={<Header {...(!isLab && { description: "AWS counts about every six hours." })}>Items and size</Header>}
    >
      <Facts
        columns={4}
        items={[
          { label: "Items", value: ItemCount.toLocaleString() },
          { label: "Size", value: sizeOf(TableSizeBytes) },
          { label: "Average item size", value: ItemCount === 0 ? "–" : sizeOf(Math.round(TableSizeBytes / ItemCount)) },
          { label: "Capacity", value: billingOf(table) },
          ...indexesOf(table).map(({ IndexName = "", ItemCount: count = 0, IndexSizeBytes }) => ({
            label: `Index ${IndexName}`,
            value: `${count.toLocaleString()} ${count === 1 ? "item" : "items"}, ${sizeOf(IndexSizeBytes)}`,
          })),
        ]}
      />
    </Container>
  );
}

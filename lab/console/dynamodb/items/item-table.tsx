import type { ConsumedCapacity, TableDescription } from "@aws-sdk/client-dynamodb";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Table from "@cloudscape-design/components/table";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { Empty } from "../../parts/empty.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { Scrolling } from "../../parts/scrolling.tsx";
import type { Pages } from "../../parts/use-pages.ts";
import { keyAttributes } from "../use-table.ts";
import type { Item } from "../values/item.ts";
import { toJson } from "../values/json.ts";
import { ItemActions } from "./item-actions.tsx";
import { itemColumns, keyIn } from "./item-columns.tsx";
import { attributesOf } from "./reading.ts";
import { useCellEdit } from "./use-cell-edit.ts";

/** A page of what Query and Scan answer. */
interface Answer {
  readonly Items?: Record<string, never>[] | Item[] | undefined;
  readonly Count?: number | undefined;
  readonly ScannedCount?: number | undefined;
  readonly ConsumedCapacity?: ConsumedCapacity | undefined;
  readonly next: string | undefined;
}

interface Props {
  readonly table: TableDescription;
  readonly answer: UseQueryResult<Answer, Error>;
  readonly pages: Pages;
}

/** How many attributes have a column: a browser can't draw any number of them. */
const COLUMNS = 50;

/** Items in a grid, a page at a time: the key's columns first. Cells are edited in place. */
export function ItemTable({ table, answer, pages }: Props) {
  const { TableName = "" } = table;
  const [chosen, setChosen] = useState<readonly Item[]>([]);
  const edit = useCellEdit(table);
  const key = keyAttributes(table).map(({ name }) => name);
  const { next } = answer.data ?? {};
  const items: readonly Item[] = answer.data?.Items ?? [];
  const idOf = (item: Item) => toJson(keyIn(item, key));
  const ids = new Set(chosen.map(idOf));
  const selected = items.filter((item) => ids.has(idOf(item)));
  if (answer.error) return <PageError error={answer.error} />;
  const names = attributesOf(items, key);
  return (
    <Scrolling>
      <Table
        items={items}
        columnDefinitions={itemColumns({ table: TableName, key, names: names.slice(0, COLUMNS), edit })}
        trackBy={idOf}
        loading={answer.isPending}
        loadingText="Looking for items"
        selectionType="multi"
        selectedItems={selected}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems)}
        submitEdit={edit.submit}
        onEditCancel={edit.forget}
        resizableColumns
        stickyColumns={{ first: 1 }}
        ariaLabels={{
          tableLabel: `Items of ${TableName}`,
          selectionGroupLabel: "Items",
          allItemsSelectionLabel: () => "Select all of this page",
          itemSelectionLabel: (_, item) => `Select ${idOf(item)}`,
          activateEditLabel: ({ id }, item) => `Edit ${id} of ${idOf(item)}`,
          cancelEditLabel: () => "Cancel",
          submitEditLabel: () => "Save",
          submittingEditText: () => "Saving",
          successfulEditLabel: () => "Saved",
        }}
        header={
          <Header
            counter={answer.data ? `(${items.length}${next === undefined ? "" : "+"})` : ""}
            description={answer.data && `${costOf(answer.data)}${unshown(names.length - COLUMNS)}`}
            actions={<ItemActions table={TableName} keyNames={key} answer={answer} selected={selected} />}
          >
            Items
          </Header>
        }
        pagination={
          (next !== undefined || pages.index > 1) && (
            <Pagination
              currentPageIndex={pages.index}
              pagesCount={next === undefined ? pages.index : pages.index + 1}
              openEnd={next !== undefined}
              onChange={({ detail }) => pages.goTo(detail.currentPageIndex, next)}
            />
          )
        }
        empty={
          next === undefined ? (
            <Empty title="No items">No item matches, or the table is empty.</Empty>
          ) : (
            <Empty title="No match on this page">There is more on the next page.</Empty>
          )
        }
      />
    </Scrolling>
  );
}

function unshown(more: number): string {
  return more > 0 ? `; ${more} more attributes have no column` : "";
}

/** What a page cost: how much was looked at, and the capacity that took. */
function costOf({ ScannedCount = 0, ConsumedCapacity }: Answer): string {
  const units = ConsumedCapacity?.CapacityUnits;
  const read = `${ScannedCount} read`;
  return units === undefined ? read : `${read}, for ${units} capacity units`;
}

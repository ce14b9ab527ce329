import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { PageError } from "./page-error.tsx";
import { Scrolling } from "./scrolling.tsx";

const PAGE = 25;

interface Props<T> {
  /** What the rows are, in the plural: `Buckets`. */
  readonly title: string;
  readonly answer: UseQueryResult<readonly T[], Error>;
  readonly columns: readonly TableProps.ColumnDefinition<T>[];
  /** What tells a row from all others. */
  readonly id: (item: T) => string;
  /** Shown when there is nothing: what to do about that. */
  readonly empty: ReactNode;
  readonly actions?: ReactNode;
  /** Columns' ids; by default the first one. */
  readonly sortedBy?: string;
  readonly descending?: boolean;
  readonly selected?: readonly T[];
  readonly onSelect?: (items: T[]) => void;
  readonly selectionType?: "single" | "multi";
}

/** A table of what there is, that filters, sorts, pages and asks again. */
export function ResourceTable<T>({
  title,
  answer,
  columns,
  id,
  empty,
  actions,
  sortedBy,
  descending = false,
  selected,
  onSelect,
  selectionType = "multi",
}: Props<T>) {
  const all = answer.data ?? [];
  const sortingColumn = columns.find((column) => column.id === (sortedBy ?? columns[0]?.id));
  const { items, collectionProps, filterProps, filteredItemsCount, paginationProps } = useCollection(all, {
    filtering: { empty, noMatch: <Box textAlign="center">No matches.</Box> },
    pagination: { pageSize: PAGE },
    sorting: sortingColumn ? { defaultState: { sortingColumn, isDescending: descending } } : {},
  });
  if (answer.error && !answer.data) return <PageError error={answer.error} />;
  const name = title.toLowerCase();
  return (
    <Scrolling>
      <Table
        {...collectionProps}
        items={items}
        columnDefinitions={columns}
        trackBy={id}
        loading={answer.isPending}
        loadingText={`Looking for ${name}`}
        variant="container"
        wrapLines
        {...(onSelect && {
          selectionType,
          selectedItems: selected ?? [],
          onSelectionChange: ({ detail }: { detail: { selectedItems: T[] } }) => onSelect(detail.selectedItems),
          ariaLabels: {
            selectionGroupLabel: title,
            allItemsSelectionLabel: () => `Select all ${name}`,
            itemSelectionLabel: (_: unknown, item: T) => `Select ${id(item)}`,
          },
        })}
        header={
          <Header
            counter={answer.data ? `(${all.length})` : ""}
            actions={
              // SpaceBetween takes the actions of a section for one.
              <div style={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 8 }}>
                <Button
                  iconName="refresh"
                  ariaLabel="Refresh"
                  loading={answer.isFetching}
                  onClick={() => answer.refetch()}
                />
                {actions}
              </div>
            }
          >
            {title}
          </Header>
        }
        filter={
          all.length > 5 && (
            <TextFilter
              {...filterProps}
              filteringPlaceholder={`Find ${name}`}
              filteringAriaLabel={`Find ${name}`}
              countText={filterProps.filteringText === "" ? "" : `${filteredItemsCount} found`}
            />
          )
        }
        pagination={all.length > PAGE && <Pagination {...paginationProps} />}
      />
    </Scrolling>
  );
}

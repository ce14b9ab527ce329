import type { ExecuteStatementCommandOutput } from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import { Empty } from "../../parts/empty.tsx";
import { Scrolling } from "../../parts/scrolling.tsx";
import { attributesOf } from "../items/reading.ts";
import { Value } from "../items/value.tsx";
import { attributeOf, type Item } from "../values/item.ts";

const PAGE = 50;
const COLUMNS = 50;

interface Props {
  readonly answer: ExecuteStatementCommandOutput;
  readonly isBusy: boolean;
  readonly onMore: () => void;
}

/** What a statement answered: the items, with a column for each attribute. */
export function ResultTable({ answer: { Items: items = [], NextToken, ConsumedCapacity }, isBusy, onMore }: Props) {
  const [page, setPage] = useState(1);
  const pages = Math.ceil(items.length / PAGE);
  const shown = Math.min(page, Math.max(pages, 1));
  return (
    <Scrolling>
      <Table
        items={items.slice((shown - 1) * PAGE, shown * PAGE)}
        columnDefinitions={attributesOf(items, [])
          .slice(0, COLUMNS)
          .map((name) => ({ id: name, header: name, minWidth: 120, cell: (item: Item) => cellOf(item, name) }))}
        header={
          <Header
            counter={`(${items.length}${NextToken ? "+" : ""})`}
            description={
              ConsumedCapacity?.CapacityUnits !== undefined && `${ConsumedCapacity.CapacityUnits} capacity units`
            }
            actions={
              NextToken && (
                <Button loading={isBusy} onClick={onMore}>
                  More
                </Button>
              )
            }
          >
            Answer
          </Header>
        }
        pagination={
          pages > 1 && (
            <Pagination
              currentPageIndex={shown}
              pagesCount={pages}
              onChange={({ detail }) => setPage(detail.currentPageIndex)}
            />
          )
        }
        empty={
          NextToken ? (
            <Box>Nothing yet: there is more to look through.</Box>
          ) : (
            <Empty title="Done">The statement answered no items.</Empty>
          )
        }
      />
    </Scrolling>
  );
}

function cellOf(item: Item, name: string) {
  const value = attributeOf(item, name);
  return value ? <Value value={value} /> : "–";
}

import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { Empty } from "../../parts/empty.tsx";
import { Scrolling } from "../../parts/scrolling.tsx";
import { durationOf } from "../../parts/sizes.ts";
import { type Call, type OperationSum, sumsOf } from "./calls.ts";

/** The calls for a table's items, by operation. */
export function Operations({ calls }: { readonly calls: readonly Call[] }) {
  return (
    <Scrolling>
      <Table
        items={sumsOf(calls)}
        trackBy="operation"
        columnDefinitions={COLUMNS}
        variant="container"
        header={
          <Header counter={`(${calls.length})`} description="Those that the trace still has, as they come.">
            Calls
          </Header>
        }
        empty={<Empty title="No recent calls">Read or write an item: what it took appears here.</Empty>}
      />
    </Scrolling>
  );
}

const COLUMNS = [
  {
    id: "operation",
    header: "Operation",
    minWidth: 150,
    isRowHeader: true,
    cell: ({ operation }: OperationSum) => operation,
  },
  { id: "calls", header: "Calls", minWidth: 80, cell: ({ calls }: OperationSum) => calls.toLocaleString() },
  {
    id: "units",
    header: "Capacity units",
    minWidth: 130,
    cell: ({ units }: OperationSum) => units?.toLocaleString() ?? "not asked for",
  },
  { id: "failed", header: "Failed", minWidth: 80, cell: ({ failed }: OperationSum) => failed.toLocaleString() },
  {
    id: "throttled",
    header: "Throttled",
    minWidth: 100,
    cell: ({ throttled }: OperationSum) => throttled.toLocaleString(),
  },
  { id: "slowest", header: "Slowest", minWidth: 90, cell: ({ slowest }: OperationSum) => durationOf(slowest) },
];

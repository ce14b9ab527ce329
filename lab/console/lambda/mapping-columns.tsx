import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import type { TableProps } from "@cloudscape-design/components/table";

/** What tables of event source mappings show last: what is let through, and how the last batch went. */
export const mappingColumns: readonly TableProps.ColumnDefinition<EventSourceMappingConfiguration>[] = [
  {
    id: "filters",
    header: "Filters",
    minWidth: 160,
    cell: ({ FilterCriteria }) =>
      (FilterCriteria?.Filters ?? []).map(({ Pattern }) => <div key={Pattern}>{Pattern}</div>),
  },
  {
    id: "last",
    header: "Last result",
    minWidth: 160,
    cell: ({ LastProcessingResult }) => LastProcessingResult ?? "–",
  },
];

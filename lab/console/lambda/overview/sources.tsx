import { LambdaClient, paginateListEventSourceMappings } from "@aws-sdk/client-lambda";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { mappingColumns } from "../mapping-columns.tsx";

/** The queues and streams that Lambda reads for a function. */
export function Sources({ name }: { readonly name: string }) {
  const client = useClient(LambdaClient);
  const answer = useAnswer(["lambda", "mappings", name], () =>
    collect(
      paginateListEventSourceMappings({ client }, { FunctionName: name }),
      ({ EventSourceMappings }) => EventSourceMappings,
    ),
  );
  return (
    <ResourceTable
      title="Event sources"
      answer={answer}
      id={({ UUID = "" }) => UUID}
      columns={[
        {
          id: "source",
          header: "Source",
          minWidth: 240,
          isRowHeader: true,
          cell: ({ EventSourceArn = "self-managed" }) => <span className="lambda-path">{EventSourceArn}</span>,
        },
        { id: "state", header: "State", minWidth: 110, cell: ({ State }) => State },
        { id: "batch", header: "Batch", minWidth: 90, cell: ({ BatchSize }) => BatchSize },
        ...mappingColumns,
      ]}
      empty={<Empty title="No event sources">No event source mapping invokes this function.</Empty>}
    />
  );
}

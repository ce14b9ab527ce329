import { APIGatewayClient, GetApiKeyCommand, paginateGetApiKeys } from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Copied } from "../../parts/copied.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { Time } from "../../parts/time.tsx";

/** The API keys. Their values are shown when they are asked for. */
export function ApiKeys() {
  const client = useClient(APIGatewayClient);
  const answer = useAnswer(["apigateway", "keys"], () =>
    collect(paginateGetApiKeys({ client, pageSize: 500 }, {}), ({ items }) => items),
  );
  return (
    <ResourceTable
      title="API keys"
      answer={answer}
      id={({ id = "" }) => id}
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "name",
          isRowHeader: true,
          minWidth: 140,
          cell: ({ name }) => name,
        },
        {
          id: "enabled",
          header: "Status",
          minWidth: 110,
          cell: ({ enabled }) => (
            <StatusIndicator type={enabled ? "success" : "stopped"}>{enabled ? "Active" : "Off"}</StatusIndicator>
          ),
        },
        {
          id: "value",
          header: "Value",
          minWidth: 200,
          cell: ({ id = "", name }) => <Value id={id} name={name ?? id} />,
        },
        {
          id: "created",
          header: "Created",
          sortingField: "createdDate",
          minWidth: 150,
          cell: ({ createdDate }) => <Time at={createdDate} />,
        },
        { id: "id", header: "ID", minWidth: 110, cell: ({ id }) => id },
      ]}
      empty={
        <Empty title="No API keys yet">
          <code>aws apigateway create-api-key --enabled --name …</code> makes one.
        </Empty>
      }
    />
  );
}

function Value({ id, name }: { readonly id: string; readonly name: string }) {
  const client = useClient(APIGatewayClient);
  const [isShown, setShown] = useState(false);
  const { data, error } = useAnswer(
    ["apigateway", "keys", id, "value"],
    () => client.send(new GetApiKeyCommand({ apiKey: id, includeValue: true })),
    { when: isShown },
  );
  if (error) return error.message;
  if (isShown && data?.value !== undefined) return <Copied text={data.value} />;
  return (
    <Button
      variant="inline-link"
      loading={isShown}
      ariaLabel={`Show the value of ${name}`}
      onClick={() => setShown(true)}
    >
      Show
    </Button>
  );
}

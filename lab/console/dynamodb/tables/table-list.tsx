import {
  DescribeTableCommand,
  DynamoDBClient,
  paginateListTables,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { collect, unlessMissing } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Page } from "../../parts/page.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import { ImportDialog } from "../imports/import-dialog.tsx";
import { Imports } from "../imports/imports.tsx";
import { CreateDialog } from "./create-dialog.tsx";
import { DeleteTables } from "./delete-tables.tsx";
import { columns } from "./table-columns.tsx";

/** How many tables are described: each takes a call of its own. */
const MOST = 500;

/** The tables. */
export function TableList() {
  const client = useClient(DynamoDBClient);
  const [selected, setSelected] = useState<TableDescription[]>([]);
  const answer = useAnswer(["dynamodb", "tables"], () => describedTables(client), { every: 5000 });
  const names = selected.map(({ TableName = "" }) => TableName);
  return (
    <Page title="DynamoDB" description="Tables of items that are found by their keys, in Amazon DynamoDB.">
      <ResourceTable
        title="Tables"
        answer={answer}
        id={({ TableName = "" }) => TableName}
        selected={selected}
        onSelect={setSelected}
        columns={columns}
        empty={
          <Empty title="No tables yet">
            Create one here, or deploy a stack that has one: <code>npx cdklocal deploy</code>
          </Empty>
        }
        actions={
          <>
            <DeleteTables names={names} onDone={() => setSelected([])} />
            <DialogButton label="Import from S3">{(close) => <ImportDialog onClose={close} />}</DialogButton>
            <DialogButton label="Create a table" variant="primary">
              {(close) => <CreateDialog onClose={close} />}
            </DialogButton>
          </>
        }
      />
      <Imports />
    </Page>
  );
}

async function describedTables(client: DynamoDBClient): Promise<TableDescription[]> {
  const names = await collect(paginateListTables({ client }, {}), ({ TableNames }) => TableNames, MOST);
  const described = names.map(async (TableName) => {
    const answer = await unlessMissing(client.send(new DescribeTableCommand({ TableName })));
    return answer?.Table ?? [];
  });
  return (await Promise.all(described)).flat();
}

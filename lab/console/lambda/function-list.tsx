import { LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda";
import { useClient } from "../cloud/clients.ts";
import { collect } from "../cloud/collect.ts";
import { useAnswer } from "../cloud/queries.ts";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Page } from "../parts/page.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { CreateDialog } from "./create/create-dialog.tsx";

/** The functions. */
export function FunctionList() {
  const client = useClient(LambdaClient);
  const answer = useAnswer(
    ["lambda", "functions"],
    () => collect(paginateListFunctions({ client }, {}), ({ Functions }) => Functions),
    { every: 5000 },
  );
  return (
    <Page title="Lambda" description="Functions that run on events, in AWS Lambda.">
      <ResourceTable
        title="Functions"
        answer={answer}
        id={({ FunctionArn = "" }) => FunctionArn}
        columns={[
          {
            id: "name",
            header: "Name",
            minWidth: 200,
            isRowHeader: true,
            sortingField: "FunctionName",
            cell: ({ FunctionName = "" }) => (
              <PageLink to={`/lambda/${encodeURIComponent(FunctionName)}`}>{FunctionName}</PageLink>
            ),
          },
          {
            id: "runtime",
            header: "Runtime",
            minWidth: 110,
            sortingField: "Runtime",
            cell: ({ Runtime = "–" }) => Runtime,
          },
          {
            id: "memory",
            header: "Memory",
            minWidth: 100,
            sortingField: "MemorySize",
            cell: ({ MemorySize = 128 }) => `${MemorySize} MB`,
          },
          {
            id: "timeout",
            header: "Timeout",
            minWidth: 90,
            sortingField: "Timeout",
            cell: ({ Timeout = 3 }) => `${Timeout} s`,
          },
          {
            id: "package",
            header: "Package",
            minWidth: 100,
            sortingField: "PackageType",
            cell: ({ PackageType = "Zip" }) => PackageType,
          },
          {
            id: "changed",
            header: "Changed",
            minWidth: 170,
            sortingField: "LastModified",
            cell: ({ LastModified }) => <Time at={LastModified} />,
          },
        ]}
        actions={
          <DialogButton label="Create function" variant="primary">
            {(close) => <CreateDialog onClose={close} />}
          </DialogButton>
        }
        empty={
          <Empty title="No functions yet">
            Create one here, or deploy a stack that has one: <code>npx cdklocal deploy</code>
          </Empty>
        }
      />
    </Page>
  );
}

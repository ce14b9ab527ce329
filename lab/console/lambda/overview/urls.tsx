import { LambdaClient, paginateListFunctionUrlConfigs } from "@aws-sdk/client-lambda";
import Link from "@cloudscape-design/components/link";
import { useClient } from "../../cloud/clients.ts";
import { collect } from "../../cloud/collect.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";

/** Where a function answers HTTP requests itself. */
export function Urls({ name }: { readonly name: string }) {
  const client = useClient(LambdaClient);
  const answer = useAnswer(["lambda", "urls", name], () =>
    collect(
      paginateListFunctionUrlConfigs({ client }, { FunctionName: name }),
      ({ FunctionUrlConfigs }) => FunctionUrlConfigs,
    ),
  );
  return (
    <ResourceTable
      title="Function URLs"
      answer={answer}
      id={({ FunctionArn = "" }) => FunctionArn}
      columns={[
        {
          id: "url",
          header: "URL",
          minWidth: 260,
          isRowHeader: true,
          cell: ({ FunctionUrl = "" }) => (
            <Link href={FunctionUrl} external>
              {FunctionUrl}
            </Link>
          ),
        },
        {
          id: "auth",
          header: "Callers",
          minWidth: 160,
          cell: ({ AuthType }) => (AuthType === "NONE" ? "anyone" : "signed callers (AWS_IAM)"),
        },
        { id: "mode", header: "Answers", minWidth: 130, cell: ({ InvokeMode }) => InvokeMode },
        {
          id: "of",
          header: "Of",
          minWidth: 120,
          cell: ({ FunctionArn = "" }) => FunctionArn.split(":")[7] ?? "$LATEST",
        },
      ]}
      empty={<Empty title="No function URL">The function has no HTTP address of its own.</Empty>}
    />
  );
}

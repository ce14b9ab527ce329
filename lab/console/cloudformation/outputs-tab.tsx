import type { Output, Stack } from "@aws-sdk/client-cloudformation";
import Link from "@cloudscape-design/components/link";
import type { UseQueryResult } from "@tanstack/react-query";
import { Copied } from "../parts/copied.tsx";
import { Empty } from "../parts/empty.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";

/** What a stack tells its users: addresses are links, and everything can be copied. */
export function OutputsTab({ answer }: { readonly answer: UseQueryResult<Stack | undefined, Error> }) {
  const outputs = { ...answer, data: answer.data?.Outputs ?? (answer.data && []) };
  return (
    <ResourceTable
      title="Outputs"
      answer={outputs as UseQueryResult<readonly Output[], Error>}
      id={({ OutputKey = "" }) => OutputKey}
      columns={[
        {
          id: "key",
          header: "Key",
          sortingField: "OutputKey",
          isRowHeader: true,
          minWidth: 140,
          cell: ({ OutputKey }) => OutputKey,
        },
        { id: "value", header: "Value", minWidth: 240, cell: ({ OutputValue = "" }) => <Value text={OutputValue} /> },
        {
          id: "description",
          header: "Description",
          minWidth: 160,
          cell: ({ Description = "–" }) => Description,
        },
        { id: "export", header: "Exported as", minWidth: 140, cell: ({ ExportName = "–" }) => ExportName },
      ]}
      empty={
        <Empty title="No outputs">
          The template has no <code>Outputs</code>; in the CDK, <code>new CfnOutput(…)</code> makes one.
        </Empty>
      }
    />
  );
}

function Value({ text }: { readonly text: string }) {
  return (
    <>
      {/^https?:\/\//.test(text) && (
        <div>
          <Link href={text} external>
            Open
          </Link>
        </div>
      )}
      <Copied text={text} />
    </>
  );
}

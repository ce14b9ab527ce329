import type { ParameterHistory } from "@aws-sdk/client-ssm";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import { Scrolling } from "../parts/scrolling.tsx";
import { shortened } from "../parts/shortened.ts";
import { Time } from "../parts/time.tsx";

/** The longest value that is shown as a whole, in characters. */
const LONGEST = 200;

/** What a parameter was before, the newest first. Secrets are not told. */
export function History({ of }: { readonly of: readonly ParameterHistory[] }) {
  return (
    <Scrolling>
      <Table
        items={[...of].sort((a, b) => (b.Version ?? 0) - (a.Version ?? 0))}
        trackBy={({ Version }) => String(Version)}
        wrapLines
        header={<Header counter={`(${of.length})`}>History</Header>}
        columnDefinitions={[
          { id: "version", header: "Version", minWidth: 90, isRowHeader: true, cell: ({ Version }) => Version },
          {
            id: "value",
            header: "Value",
            minWidth: 200,
            cell: ({ Type, Value }) =>
              Type === "SecureString" ? "••••••" : <span title={Value}>{shortened(Value ?? "", LONGEST)}</span>,
          },
          { id: "labels", header: "Labels", minWidth: 100, cell: ({ Labels = [] }) => Labels.join(", ") || "–" },
          {
            id: "changed",
            header: "Changed",
            minWidth: 170,
            cell: ({ LastModifiedDate }) => <Time at={LastModifiedDate} />,
          },
          { id: "by", header: "By", minWidth: 200, cell: ({ LastModifiedUser = "–" }) => LastModifiedUser },
        ]}
      />
    </Scrolling>
  );
}

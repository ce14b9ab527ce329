import { Empty } from "../../parts/empty.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import type { Api } from "../apis.ts";
import { FunctionLink } from "../function-link.tsx";
import { useAuthorizers } from "./authorizers.ts";

/** Who decides about requests to an API, and by what. */
export function AuthorizersTab({ api }: { readonly api: Api }) {
  return (
    <ResourceTable
      title="Authorizers"
      answer={useAuthorizers(api)}
      id={({ id }) => id}
      columns={[
        {
          id: "name",
          header: "Name",
          sortingField: "name",
          isRowHeader: true,
          minWidth: 140,
          cell: ({ name }) => name,
        },
        { id: "type", header: "Type", sortingField: "type", minWidth: 120, cell: ({ type }) => type },
        {
          id: "asked",
          header: "Calls",
          minWidth: 180,
          cell: ({ functionName, trusted }) =>
            functionName === undefined ? <Lines of={trusted} /> : <FunctionLink name={functionName} />,
        },
        { id: "sources", header: "Identity source", minWidth: 220, cell: ({ sources }) => <Lines of={sources} /> },
        {
          id: "ttl",
          header: "Cached for",
          minWidth: 120,
          cell: ({ ttl }) => (ttl === undefined ? "–" : `${ttl} s`),
        },
        { id: "id", header: "ID", minWidth: 100, cell: ({ id }) => id },
      ]}
      empty={
        <Empty title="No authorizers">
          Each route is open to everyone or uses IAM, as the Routes tab shows. Add an authorizer to decide by tokens or
          with a function.
        </Empty>
      }
    />
  );
}

function Lines({ of }: { readonly of: readonly string[] }) {
  return of.length === 0 ? "–" : of.map((line) => <div key={line}>{line}</div>);
}

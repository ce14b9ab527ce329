import SpaceBetween from "@cloudscape-design/components/space-between";
import { useAnswer } from "../cloud/queries.ts";
import { Empty } from "../parts/empty.tsx";
import { Page } from "../parts/page.tsx";
import { PageLink } from "../parts/page-link.tsx";
import { ResourceTable } from "../parts/resource-table.tsx";
import { Time } from "../parts/time.tsx";
import { type Api, apisOf, useClients } from "./apis.ts";
import { StageAddress } from "./stages/stage-address.tsx";
import { useStages } from "./stages/stages.ts";

/** The APIs of all kinds, and where they answer. */
export function ApiList() {
  const clients = useClients();
  const answer = useAnswer(["apigateway", "apis"], () => apisOf(clients), { every: 5000 });
  return (
    <Page
      title="API Gateway"
      description="APIs in front of functions and other backends, in Amazon API Gateway."
      actions={<PageLink to="/apigateway/keys">API keys and usage plans</PageLink>}
    >
      <ResourceTable
        title="APIs"
        answer={answer}
        id={({ id }) => id}
        columns={[
          {
            id: "name",
            header: "Name",
            sortingField: "name",
            isRowHeader: true,
            minWidth: 140,
            cell: ({ id, name }) => <PageLink to={`/apigateway/${encodeURIComponent(id)}`}>{name}</PageLink>,
          },
          { id: "kind", header: "Type", sortingField: "kind", minWidth: 100, cell: ({ kind }) => kind },
          { id: "stages", header: "Stages", minWidth: 260, cell: (api) => <Stages api={api} /> },
          { id: "id", header: "ID", sortingField: "id", minWidth: 120, cell: ({ id }) => id },
          {
            id: "created",
            header: "Created",
            sortingField: "created",
            minWidth: 150,
            cell: ({ created }) => <Time at={created} />,
          },
        ]}
        empty={
          <Empty title="No APIs yet">
            Deploy a stack that has one; in the CDK, <code>new LambdaRestApi(…)</code> or <code>new HttpApi(…)</code>.
          </Empty>
        }
      />
    </Page>
  );
}

/** Asked for the rows that are shown only. */
function Stages({ api }: { readonly api: Api }) {
  const { data, error } = useStages(api);
  if (error) return error.message;
  if (data?.length === 0) return "none: it is not deployed";
  return (
    <SpaceBetween size="xxs">
      {data?.map(({ name }) => (
        <StageAddress key={name} api={api} stage={name} />
      ))}
    </SpaceBetween>
  );
}

import Badge from "@cloudscape-design/components/badge";
import { Empty } from "../../parts/empty.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { ResourceTable } from "../../parts/resource-table.tsx";
import type { Api } from "../apis.ts";
import { useAuthorizers } from "../authorizers/authorizers.ts";
import { FunctionLink } from "../function-link.tsx";
import type { Integration } from "./integration.ts";
import { type ApiRoute, byPath, useRoutes } from "./routes.ts";

/** What can be asked of an API, what each of it leads to, and who may ask. */
export function RoutesTab({ api }: { readonly api: Api }) {
  const answer = useRoutes(api);
  const { data: authorizers = [] } = useAuthorizers(api);
  const nameOf = (id: string | undefined) => authorizers.find((one) => one.id === id)?.name ?? id;
  return (
    <ResourceTable
      title="Routes"
      answer={answer}
      id={({ key }) => key}
      columns={[
        {
          id: "path",
          header: "Route",
          isRowHeader: true,
          minWidth: 200,
          sortingComparator: byPath,
          cell: (route) => <RouteName route={route} />,
        },
        {
          id: "integration",
          header: "Leads to",
          minWidth: 200,
          cell: ({ integration }) => <Target integration={integration} />,
        },
        {
          id: "authorization",
          header: "Authorization",
          minWidth: 150,
          sortingField: "authorization",
          cell: ({ authorization, authorizer }) => (
            <>
              {authorization}
              {authorizer !== undefined && <div>{nameOf(authorizer)}</div>}
            </>
          ),
        },
        {
          id: "key",
          header: "API key",
          minWidth: 100,
          cell: ({ needsKey }) => (needsKey ? "needed" : "–"),
        },
        ...(api.kind === "WebSocket"
          ? []
          : [
              {
                id: "try",
                header: "Try it",
                minWidth: 90,
                cell: ({ key }: ApiRoute) => (
                  <PageLink
                    to={`/apigateway/${encodeURIComponent(api.id)}?tab=try&route=${encodeURIComponent(key)}`}
                    ariaLabel={`Try it: ${key}`}
                  >
                    Try it
                  </PageLink>
                ),
              },
            ]),
      ]}
      empty={<Empty title="No routes yet">The API answers once it has a stage.</Empty>}
    />
  );
}

function RouteName({ route: { key, method, path } }: { readonly route: ApiRoute }) {
  if (path === undefined) return key;
  return (
    <>
      <Badge color={method === "ANY" ? "grey" : "blue"}>{method}</Badge> {path}
    </>
  );
}

function Target({ integration }: { readonly integration: Integration | undefined }) {
  if (!integration) return "nothing yet";
  const { type, target, functionName } = integration;
  return (
    <>
      {functionName === undefined ? target : <FunctionLink name={functionName} />}
      <div>{type}</div>
    </>
  );
}

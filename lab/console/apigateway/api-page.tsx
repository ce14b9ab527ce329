import Spinner from "@cloudscape-design/components/spinner";
import { useParams } from "react-router";
import { useAnswer } from "../cloud/queries.ts";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { type Api, apiOf, useClients } from "./apis.ts";
import { AuthorizersTab } from "./authorizers/authorizers-tab.tsx";
import { MessagesTab } from "./messages/messages-tab.tsx";
import { ModelsTab } from "./models/models-tab.tsx";
import { RequestsTab } from "./requests/requests-tab.tsx";
import { RoutesTab } from "./routes/routes-tab.tsx";
import { StagesTab } from "./stages/stages-tab.tsx";
import { TryTab } from "./try-it/try-tab.tsx";

/** An API of any kind. */
export function ApiPage() {
  const { id = "" } = useParams();
  const clients = useClients();
  const { data, error } = useAnswer(["apigateway", id, "api"], () => apiOf(id, clients));
  return (
    <Page
      title={data?.name ?? id}
      crumbs={[["API Gateway", "/apigateway"]]}
      description={data && [`${data.kind} API ${data.id}`, data.description].filter(Boolean).join(" · ")}
    >
      {error && <PageError error={error} />}
      {!data && !error && <Spinner />}
      {data && <PageTabs label={data.name} tabs={tabsOf(data)} />}
    </Page>
  );
}

function tabsOf(api: Api) {
  return [
    { id: "routes", label: "Routes", content: <RoutesTab api={api} /> },
    { id: "stages", label: "Stages", content: <StagesTab api={api} /> },
    { id: "authorizers", label: "Authorizers", content: <AuthorizersTab api={api} /> },
    // What has no models is left out.
    ...(api.kind === "HTTP" ? [] : [{ id: "models", label: "Models", content: <ModelsTab api={api} /> }]),
    {
      id: "try",
      label: "Try it",
      content: api.kind === "WebSocket" ? <MessagesTab key={api.id} api={api} /> : <TryTab key={api.id} api={api} />,
    },
    { id: "requests", label: "Requests", content: <RequestsTab api={api} /> },
  ];
}

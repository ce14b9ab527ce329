import { DeleteFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import Spinner from "@cloudscape-design/components/spinner";
import { lazy, type ReactNode, Suspense } from "react";
import { useParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { LiveTail } from "../parts/logs/live-tail.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { useOpen } from "../shell/addresses.ts";
import { ConfigurationTab } from "./configuration/configuration-tab.tsx";
import { InvokeTab } from "./invoke/invoke-tab.tsx";
import { OverviewTab } from "./overview/overview-tab.tsx";
import { logGroupOf, useFunction } from "./use-function.ts";

// Charts, and the colours of code, are libraries of their own.
const CodeTab = lazy(() => import("./code/code-tab.tsx").then(({ CodeTab }) => ({ default: CodeTab })));
const InvocationsTab = lazy(() =>
  import("./invocations/invocations-tab.tsx").then(({ InvocationsTab }) => ({ default: InvocationsTab })),
);

const CRUMBS = [["Lambda", "/lambda"]] as const;

/** A function: an overview, and tabs in which it is tried out, looked into and watched. */
export function FunctionPage() {
  const { name: asked = "" } = useParams();
  const client = useClient(LambdaClient);
  const open = useOpen();
  const { data, error } = useFunction(asked);
  const configuration = data?.Configuration;
  const name = configuration?.FunctionName ?? asked;
  const remove = useChange(
    async () => {
      await client.send(new DeleteFunctionCommand({ FunctionName: name }));
      open("/lambda");
    },
    { done: () => `Deleted the function ${name}`, stale: ["lambda", "functions"] },
  );
  if (!configuration)
    return (
      <Page title={name} crumbs={CRUMBS}>
        {error ? <PageError error={error} /> : <Spinner size="large" />}
      </Page>
    );
  const group = logGroupOf(configuration);
  return (
    <Page
      title={name}
      description={configuration.Description}
      crumbs={CRUMBS}
      actions={
        <ConfirmedButton label="Delete function" onConfirm={() => remove.mutateAsync()}>
          {name} will be gone with all of its versions, aliases and triggers. Its log stays.
        </ConfirmedButton>
      }
    >
      {error && <PageError error={error} />}
      <PageTabs
        label={`The function ${name}`}
        tabs={[
          { id: "overview", label: "Overview", content: <OverviewTab configuration={configuration} /> },
          { id: "test", label: "Test", content: <InvokeTab key={name} name={name} /> },
          {
            id: "code",
            label: "Code",
            content: (
              <Later>
                <CodeTab answer={data} />
              </Later>
            ),
          },
          { id: "configuration", label: "Configuration", content: <ConfigurationTab answer={data} /> },
          {
            id: "logs",
            label: "Logs",
            content: <LiveTail group={group} hint="Invoke the function to see its log here." />,
          },
          {
            id: "invocations",
            label: "Invocations",
            content: (
              <Later>
                <InvocationsTab name={name} group={group} />
              </Later>
            ),
          },
        ]}
      />
    </Page>
  );
}

function Later({ children }: { readonly children: ReactNode }) {
  return <Suspense fallback={<Spinner size="large" />}>{children}</Suspense>;
}

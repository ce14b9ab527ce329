import { CloudFormationClient, DeleteStackCommand, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { lazy, Suspense, useState } from "react";
import { useParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { ConfirmedButton } from "../parts/confirmed-button.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { useOpen } from "../shell/addresses.ts";
import { ChangeSetsTab } from "./change-sets/change-sets-tab.tsx";
import { DriftTab } from "./drift/drift-tab.tsx";
import { EventsTab } from "./events/events-tab.tsx";
import { useOperations } from "./events/use-operations.ts";
import { Failure } from "./failure.tsx";
import { nextLook } from "./motion.ts";
import { OutputsTab } from "./outputs-tab.tsx";
import { Overview } from "./overview.tsx";
import { ParametersTab } from "./parameters-tab.tsx";
import { ResourcesTab } from "./resources-tab.tsx";
import { stackPath } from "./stack-address.ts";
import { TemplateTab } from "./template-tab.tsx";

// The layout of graphs is a library of its own.
const GraphTab = lazy(() => import("./graph/graph-tab.tsx").then(({ GraphTab }) => ({ default: GraphTab })));

/** A stack: how it is, what happened to it, and what is in it. */
export function StackPage() {
  const { stack: name = "" } = useParams();
  const client = useClient(CloudFormationClient);
  const open = useOpen();
  const [count, setCount] = useState(1);
  const events = useOperations(name, count);
  const described = useAnswer(
    ["cloudformation", "stack", name],
    async () => (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0],
    { every: (stack) => nextLook(stack?.StackStatus) },
  );
  const stack = described.data;
  const remove = useChange(() => client.send(new DeleteStackCommand({ StackName: name })), {
    done: () => `Deleting ${stack?.StackName ?? name}`,
    stale: ["cloudformation"],
  });
  const title = /^arn:.*:stack\/([^/]+)/.exec(name)?.[1] ?? name;
  const status = events.data?.status || stack?.StackStatus;
  const crumbs = [["CloudFormation", "/cloudformation"]] as const;
  const error = described.error ?? events.error;
  if (error && !stack)
    return (
      <Page title={title} crumbs={crumbs}>
        <PageError error={error} />
      </Page>
    );
  return (
    <Page
      title={title}
      description={stack?.Description}
      crumbs={crumbs}
      actions={
        <ConfirmedButton
          label="Delete stack"
          disabled={/^DELETE_(IN_PROGRESS|COMPLETE)$/.test(status ?? "")}
          onConfirm={async () => {
            await remove.mutateAsync();
            // A deleted stack is found by its ARN only.
            if (stack) open(stackPath(stack.StackId));
          }}
        >
          All resources of {title} will be deleted, except those that the template says to retain.
        </ConfirmedButton>
      }
    >
      {error && <PageError error={error} />}
      <Failure status={status} operations={events.data?.operations} />
      <Overview stack={stack} status={status} />
      <PageTabs
        label={`The stack ${title}`}
        tabs={[
          {
            id: "events",
            label: "Events",
            content: <EventsTab answer={events} onMore={() => setCount(count + 1)} />,
          },
          { id: "resources", label: "Resources", content: <ResourcesTab stack={name} status={status} /> },
          {
            id: "graph",
            label: "Graph",
            content: (
              <Suspense fallback="Loading">
                <GraphTab stack={name} status={status} />
              </Suspense>
            ),
          },
          { id: "template", label: "Template", content: <TemplateTab stack={name} /> },
          { id: "outputs", label: "Outputs", content: <OutputsTab answer={described} /> },
          { id: "parameters", label: "Parameters", content: <ParametersTab answer={described} /> },
          { id: "changesets", label: "Change sets", content: <ChangeSetsTab stack={name} status={status} /> },
          { id: "drift", label: "Drift", content: <DriftTab answer={described} /> },
        ]}
      />
    </Page>
  );
}

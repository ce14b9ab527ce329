import {
  DescribePipeCommand,
  type DescribePipeCommandOutput,
  PipesClient,
  StartPipeCommand,
  StopPipeCommand,
} from "@aws-sdk/client-pipes";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useParams } from "react-router";
import { useClient } from "../cloud/clients.ts";
import { useAnswer, useChange } from "../cloud/queries.ts";
import { Json } from "../parts/code.tsx";
import { Copied } from "../parts/copied.tsx";
import { DialogButton } from "../parts/dialog-button.tsx";
import { Facts } from "../parts/facts.tsx";
import { Page } from "../parts/page.tsx";
import { PageError } from "../parts/page-error.tsx";
import { PageTabs } from "../parts/page-tabs.tsx";
import { Time } from "../parts/time.tsx";
import { useLiveSpans } from "../trace/live-spans.ts";
import { Flow } from "./flow.tsx";
import { PipeForm } from "./form/pipe-form.tsx";
import { PipeState } from "./pipe-state.tsx";
import { TemplateSandbox } from "./template-sandbox.tsx";
import { throughputOf } from "./throughput.ts";

type Pipe = DescribePipeCommandOutput;

/** A pipe: how its events flow, and how it is set. */
export function PipePage() {
  const { name = "" } = useParams();
  const client = useClient(PipesClient);
  const { data: pipe, error } = useAnswer(
    ["pipes", "pipe", name],
    () => client.send(new DescribePipeCommand({ Name: name })),
    { every: 3000 },
  );
  return (
    <Page title={name} crumbs={[["EventBridge Pipes", "/pipes"]]} actions={pipe && <Actions pipe={pipe} />}>
      {error && !pipe && <PageError error={error} />}
      {!pipe && !error && <Spinner size="large" />}
      {pipe && (
        <SpaceBetween size="l">
          <Overview pipe={pipe} />
          <PageTabs
            label="About the pipe"
            tabs={[
              { id: "settings", label: "Settings", content: <Settings pipe={pipe} /> },
              { id: "template", label: "Try a template", content: <TemplateSandbox key={name} pipe={pipe} /> },
            ]}
          />
        </SpaceBetween>
      )}
    </Page>
  );
}

function Actions({ pipe }: { readonly pipe: Pipe }) {
  const client = useClient(PipesClient);
  const { Name, DesiredState } = pipe;
  const isOn = DesiredState === "RUNNING";
  const move = useChange(
    async () => {
      if (isOn) await client.send(new StopPipeCommand({ Name }));
      else await client.send(new StartPipeCommand({ Name }));
    },
    { done: () => `${isOn ? "Stopped" : "Started"} ${Name}`, stale: ["pipes"] },
  );
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button loading={move.isPending} onClick={() => move.mutate(undefined)}>
        {isOn ? "Stop" : "Start"}
      </Button>
      <DialogButton label="Edit" variant="primary">
        {(close) => <PipeForm pipe={pipe} onClose={close} />}
      </DialogButton>
    </SpaceBetween>
  );
}

function Overview({ pipe }: { readonly pipe: Pipe }) {
  const { spans } = useLiveSpans(false);
  const throughput = throughputOf(pipe.Arn ?? "", spans);
  const { CurrentState = "", StateReason } = pipe;
  return (
    <Container
      header={
        <Header variant="h2" description="Counts are of what the lab's trace remembers.">
          Flow
        </Header>
      }
    >
      <SpaceBetween size="m">
        {CurrentState.endsWith("_FAILED") && <Alert type="error">{StateReason}</Alert>}
        <Flow pipe={pipe} throughput={throughput} />
        {throughput.error !== undefined && (
          <Alert type="warning">The last execution failed: {throughput.error}. The trace tells how.</Alert>
        )}
        <Facts
          items={[
            { label: "State", value: <PipeState of={CurrentState} /> },
            { label: "Executions", value: throughput.executions },
            { label: "ARN", value: <Copied text={pipe.Arn ?? ""} /> },
            { label: "Role", value: <Copied text={pipe.RoleArn ?? ""} /> },
            { label: "Description", value: pipe.Description || "–" },
            { label: "Created", value: pipe.CreationTime ? <Time at={pipe.CreationTime} /> : "–" },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

function Settings({ pipe }: { readonly pipe: Pipe }) {
  const { SourceParameters, EnrichmentParameters, TargetParameters, LogConfiguration, Tags } = pipe;
  const parts = { SourceParameters, EnrichmentParameters, TargetParameters, LogConfiguration, Tags };
  const given = Object.entries(parts).filter(([, value]) => value && Object.keys(value).length > 0);
  return <Json value={Object.fromEntries(given)} label="The settings" />;
}

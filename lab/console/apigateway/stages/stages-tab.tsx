import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { Empty } from "../../parts/empty.tsx";
import { Facts } from "../../parts/facts.tsx";
import { PageError } from "../../parts/page-error.tsx";
import { PageLink } from "../../parts/page-link.tsx";
import { Time } from "../../parts/time.tsx";
import type { Api } from "../apis.ts";
import { StageAddress } from "./stage-address.tsx";
import { type ApiStage, useStages } from "./stages.ts";

/** The stages of an API: where each answers, what is deployed to it, and how it is set. */
export function StagesTab({ api }: { readonly api: Api }) {
  const { data, error, isPending } = useStages(api);
  if (error) return <PageError error={error} />;
  if (isPending) return <Spinner />;
  if (data.length === 0)
    return (
      <Empty title="No stages yet">
        Nobody can call the API before it is deployed:{" "}
        <code>aws {api.kind === "REST" ? "apigateway" : "apigatewayv2"} create-deployment</code> does it.
      </Empty>
    );
  return (
    <SpaceBetween size="l">
      {data.map((stage) => (
        <Stage key={stage.name} api={api} stage={stage} />
      ))}
    </SpaceBetween>
  );
}

function Stage({ api, stage }: { readonly api: Api; readonly stage: ApiStage }) {
  const { name, description, deployment = "none", updated, variables, accessLog, executionLog, settings } = stage;
  const named = Object.entries(variables);
  return (
    <Container header={<Header description={description}>{name}</Header>}>
      <SpaceBetween size="l">
        <StageAddress api={api} stage={name} />
        <Facts
          items={[
            { label: "Deployment", value: deployment },
            { label: "Changed", value: <Time at={updated} /> },
            ...settings.map(([label, value]) => ({ label, value })),
            { label: "Access log", value: <Log group={accessLog} /> },
            ...(executionLog === undefined ? [] : [{ label: "Log of each step", value: <Log group={executionLog} /> }]),
          ]}
        />
        {named.length > 0 && (
          <div>
            <Box variant="h3">Variables</Box>
            <Facts items={named.map(([label, value]) => ({ label, value }))} />
          </div>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Log({ group }: { readonly group: string | undefined }) {
  return group === undefined ? "off" : <PageLink to={`/logs/${encodeURIComponent(group)}`}>{group}</PageLink>;
}

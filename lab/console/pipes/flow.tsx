import type { DescribePipeCommandOutput } from "@aws-sdk/client-pipes";
import Box from "@cloudscape-design/components/box";
import type { ReactNode } from "react";
import { PageLink } from "../parts/page-link.tsx";
import { pageOf } from "../sections.ts";
import "./flow.css";
import { placeOf, shortName } from "./pipe-path.ts";
import type { Throughput } from "./throughput.ts";

interface Props {
  readonly pipe: DescribePipeCommandOutput;
  readonly throughput: Throughput;
}

/** A pipe as its events go: source, filter, enrichment, target, each with how many came so far. */
export function Flow({ pipe, throughput }: Props) {
  const { filtered, received, sent, failed } = throughput;
  const filters = pipe.SourceParameters?.FilterCriteria?.Filters?.length ?? 0;
  const isRunning = pipe.CurrentState === "RUNNING";
  const state = isRunning ? "going" : "still";
  return (
    <ol className="pipe-flow" aria-label="The way of an event">
      <Stage title="Source" state={state} count={`${received + filtered} read`}>
        <Resource arn={pipe.Source} />
      </Stage>
      <Stage title="Filter" state={filters > 0 ? state : "none"} count={filters > 0 ? `${filtered} held back` : ""}>
        {filters > 0 ? `${filters} ${filters === 1 ? "pattern" : "patterns"}` : "Lets all through"}
      </Stage>
      <Stage
        title="Enrichment"
        state={pipe.Enrichment ? state : "none"}
        count={pipe.Enrichment ? `${received} given` : ""}
      >
        {pipe.Enrichment ? <Resource arn={pipe.Enrichment} /> : "None"}
      </Stage>
      <Stage
        title="Target"
        state={throughput.error === undefined ? state : "bad"}
        count={`${sent} sent${failed > 0 ? `, ${failed} failed` : ""}`}
      >
        <Resource arn={pipe.Target} />
      </Stage>
    </ol>
  );
}

interface StageProps {
  readonly title: string;
  readonly state: "going" | "still" | "bad" | "none";
  readonly count: string;
  readonly children: ReactNode;
}

function Stage({ title, state, count, children }: StageProps) {
  return (
    <li className="pipe-stage">
      <div className="pipe-box" data-state={state}>
        <Box variant="awsui-key-label">{title}</Box>
        <div>{children}</div>
        <div className="pipe-count">{count}</div>
      </div>
    </li>
  );
}

/** A resource by its service and name, which leads to its page where there is one. */
function Resource({ arn = "" }: { readonly arn?: string | undefined }) {
  const { service, type, id } = placeOf(arn);
  const page = pageOf(type, id);
  return (
    <>
      {service}: {page ? <PageLink to={page}>{shortName(arn)}</PageLink> : shortName(arn)}
    </>
  );
}

import { CloudFormationClient, GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useLayoutEffect, useRef, useState } from "react";
import { useClient } from "../../cloud/clients.ts";
import { useAnswer } from "../../cloud/queries.ts";
import { PageError } from "../../parts/page-error.tsx";
import { useResources } from "../use-resources.ts";
import { Graph } from "./graph.tsx";
import { type PlacedGraph, placed } from "./layout.ts";
import { templateGraph } from "./template-graph.ts";

const STEP = 1.25;
const LEAST = 0.05;
const MOST = 3;
/** The part of the window that the graph has at the most, as in graph.css, and its borders. */
const TALLEST = 0.55;
const BORDER = 4;
/** On a phone, a whole graph would be too small to read. */
const PHONE = 600;
const LEGIBLE = 0.65;

/** The resources of a stack as a graph of what needs what, which can be made smaller and larger. */
export function GraphTab({ stack, status }: { readonly stack: string; readonly status: string | undefined }) {
  const client = useClient(CloudFormationClient);
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<number>();
  const resources = useResources(stack, status);
  const { data, error } = useAnswer<PlacedGraph>(["cloudformation", "stack", stack, "graph", status], async () => {
    const input = { StackName: stack, TemplateStage: "Processed" } as const;
    const { TemplateBody = "" } = await client.send(new GetTemplateCommand(input));
    return placed(templateGraph(TemplateBody));
  });
  const change = (next: number) => setZoom(Math.min(Math.max(next, LEAST), MOST));
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!frame.current) return;
    const watching = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    watching.observe(frame.current);
    return () => watching.disconnect();
  }, []);
  // Until somebody says otherwise all of it is seen, and as large as it is at the most.
  const fitting = data ? fittingZoom(data, width) : 1;
  const shown = zoom ?? (width < PHONE ? Math.max(fitting, LEGIBLE) : fitting);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="An arrow points from a resource to one that it depends on."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="zoom-out" ariaLabel="Smaller" onClick={() => change(shown / STEP)} />
              <Button iconName="zoom-in" ariaLabel="Larger" onClick={() => change(shown * STEP)} />
              <Button onClick={() => setZoom(fitting)}>Fit</Button>
            </SpaceBetween>
          }
        >
          Graph
        </Header>
      }
    >
      <div ref={frame}>
        <SpaceBetween direction="horizontal" size="m">
          <StatusIndicator type="success">created</StatusIndicator>
          <StatusIndicator type="in-progress">in progress</StatusIndicator>
          <StatusIndicator type="error">failed</StatusIndicator>
          <StatusIndicator type="stopped">not created</StatusIndicator>
        </SpaceBetween>
        {error && <PageError error={error} />}
        {!error && !data && <Spinner />}
        {data && width > 0 && <Graph graph={data} resources={resources.data ?? []} zoom={shown} />}
      </div>
    </Container>
  );
}

/** The zoom at which a graph is seen as a whole: in this width, and in the height that its frame has at the most. */
function fittingZoom(graph: PlacedGraph, width: number): number {
  const height = innerHeight * TALLEST;
  return Math.max(Math.min((width - BORDER) / graph.width, (height - BORDER) / graph.height, 1), LEAST);
}

import "../../parts/colours.css";
import "./graph.css";
import type { StackResourceSummary } from "@aws-sdk/client-cloudformation";
import { useState } from "react";
import { pageOf } from "../../sections.ts";
import { GraphNode } from "./graph-node.tsx";
import type { PlacedEdge, PlacedGraph } from "./layout.ts";

interface Props {
  readonly graph: PlacedGraph;
  /** What there is of it in the cloud. */
  readonly resources: readonly StackResourceSummary[];
  readonly zoom: number;
}

/** A stack's resources, and lines from each to what it needs. */
export function Graph({ graph: { width, height, nodes, edges }, resources, zoom }: Props) {
  const [active, setActive] = useState<string>();
  const made = new Map(resources.map((resource) => [resource.LogicalResourceId, resource]));
  const isActive = ({ from, to }: PlacedEdge) => active === from || active === to;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll with the keyboard, too
    <section className="graph" aria-label="The resources as a graph" tabIndex={0}>
      <svg width={width * zoom} height={height * zoom} viewBox={`0 0 ${width} ${height}`} aria-label="Resources">
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
          >
            <path className="arrow" d="M0 0 8 4 0 8z" />
          </marker>
        </defs>
        <g aria-hidden>
          {edges.map((edge) => (
            <path
              key={`${edge.from} ${edge.to}`}
              className={isActive(edge) ? "edge active" : "edge"}
              d={curve(edge.points)}
              markerEnd="url(#arrow)"
            />
          ))}
        </g>
        {nodes.map((node) => {
          const resource = made.get(node.id);
          return (
            <GraphNode
              key={node.id}
              node={node}
              status={resource?.ResourceStatus}
              needs={edges.filter(({ from }) => from === node.id).map(({ to }) => to)}
              page={pageOf(node.type, resource?.PhysicalResourceId)}
              onActive={setActive}
            />
          );
        })}
      </svg>
    </section>
  );
}

/** A smooth line: it passes midway between the points that it bends at. */
function curve([first, ...rest]: PlacedEdge["points"]): string {
  if (!first) return "";
  const parts = rest.map((point, index) => {
    const next = rest[index + 1];
    if (!next) return `L${point.x} ${point.y}`;
    return `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return `M${first.x} ${first.y}${parts.join("")}`;
}

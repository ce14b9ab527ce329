import { Graph, layout } from "@dagrejs/dagre";
import type { TemplateEdge, TemplateGraph, TemplateNode } from "./template-graph.ts";

export const NODE = { width: 216, height: 54 };

/** A resource, and the middle of where it is drawn. */
export interface PlacedNode extends TemplateNode {
  readonly x: number;
  readonly y: number;
}

/** A line from one resource to another. */
export interface PlacedEdge extends TemplateEdge {
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface PlacedGraph {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Finds a place for each resource: what needs others on the left, what they need on the right. */
export function placed({ nodes, edges }: TemplateGraph): PlacedGraph {
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 18, ranksep: 56, marginx: 12, marginy: 12 });
  for (const { id } of nodes) graph.setNode(id, { ...NODE });
  for (const { from, to } of edges) graph.setEdge(from, to, {});
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: nodes.map((node) => {
      const { x, y } = graph.node(node.id) as { x: number; y: number };
      return { ...node, x, y };
    }),
    edges: edges.map((edge) => ({ ...edge, points: (graph.edge(edge.from, edge.to) as PlacedEdge).points })),
  };
}

import { validationError } from "../errors.ts";

/** For each node, the nodes that have to come before it. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** A graph of the edges between its own nodes: edges to others are left out. */
export function graphOf(edges: Iterable<readonly [node: string, before: Iterable<string>]>): Graph {
  const all = new Map([...edges].map(([node, before]) => [node, new Set(before)]));
  for (const before of all.values()) for (const node of before) if (!all.has(node)) before.delete(node);
  return all;
}

/** The same nodes with every edge turned round: the order in which things are removed. */
export function reversed(graph: Graph): Graph {
  const turned = new Map<string, Set<string>>([...graph.keys()].map((node) => [node, new Set()]));
  for (const [node, before] of graph) for (const other of before) turned.get(other)?.add(node);
  return turned;
}

/** The nodes, each after all that have to come before it. Throws AWS's ValidationError when some go in a circle. */
export function ordered(graph: Graph): string[] {
  const order = settled(graph);
  if (order.length === graph.size) return order;
  const circular = withoutAll(graph, order);
  const dependents = new Set(settled(reversed(circular)));
  const names = [...circular.keys()].filter((node) => !dependents.has(node));
  throw validationError(`Circular dependency between resources: [${names.join(", ")}]`);
}

/** As many nodes as can be put in order. */
function settled(graph: Graph): string[] {
  const waiting = new Map([...graph].map(([node, before]) => [node, before.size]));
  const after = reversed(graph);
  const order = [...graph.keys()].filter((node) => waiting.get(node) === 0);
  for (const node of order) {
    for (const next of after.get(node) ?? []) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) order.push(next);
    }
  }
  return order;
}

function withoutAll(graph: Graph, gone: readonly string[]): Graph {
  const left = new Set(gone);
  return graphOf([...graph].filter(([node]) => !left.has(node)));
}

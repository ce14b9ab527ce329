import { Turns } from "../../../time/turns.ts";
import { type Graph, reversed } from "../template/graph.ts";

/**
 * Does `work` for every node of a graph, each as soon as those before it are done and requests had their turn, and resolves
 * when nothing is under way any more. What depends on a node that failed is not done.
 * @param afterFailure whether nodes that depend on no failed one still get their turn
 * @returns the nodes that failed
 */
export async function walk(
  graph: Graph,
  work: (node: string) => Promise<void>,
  afterFailure: "stop" | "continue",
): Promise<string[]> {
  const failed: string[] = [];
  const turns = new Turns();
  const after = reversed(graph);
  const waiting = new Map([...graph].map(([node, before]) => [node, before.size]));

  const visit = async (node: string): Promise<void> => {
    try {
      await turns.next();
      if (afterFailure === "stop" && failed.length > 0) return;
      await work(node);
    } catch {
      failed.push(node);
      return;
    }
    await Promise.all([...(after.get(node) ?? [])].filter(isNext).map(visit));
  };
  const isNext = (node: string) => {
    const left = (waiting.get(node) ?? 0) - 1;
    waiting.set(node, left);
    return left === 0;
  };

  await Promise.all([...graph.keys()].filter((node) => waiting.get(node) === 0).map(visit));
  return failed;
}

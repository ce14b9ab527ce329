import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { KEPT, type Outcome, REMOVED } from "./outcomes.ts";
import type { PathTree } from "./path-tree.ts";

/** An item with the outcomes of an update's actions in it. It shares with the old one what they leave alone. */
export function rebuilt(item: Item, tree: PathTree, outcomes: readonly Outcome[]): Item {
  const attributes = new Map(Object.entries(item));
  for (const [name, node] of tree.names) {
    const outcome = outcomeAt(attributes.get(name), node, outcomes);
    if (outcome === REMOVED) attributes.delete(name);
    else if (outcome !== KEPT) attributes.set(name, outcome);
  }
  return Object.fromEntries(attributes);
}

function outcomeAt(value: AttributeValue | undefined, tree: PathTree, outcomes: readonly Outcome[]): Outcome {
  if (tree.end !== undefined) return outcomes[tree.end] as Outcome;
  if (value?.M) return { M: rebuilt(value.M, tree, outcomes) };
  return value?.L ? { L: rebuiltList(value.L, tree, outcomes) } : KEPT;
}

/** Indexes are those before the update: what is removed moves the others afterwards, what is beyond the end is appended. */
function rebuiltList(list: readonly AttributeValue[], tree: PathTree, outcomes: readonly Outcome[]): AttributeValue[] {
  const elements: (AttributeValue | undefined)[] = [...list];
  for (const [index, node] of [...tree.indexes].sort(([a], [b]) => a - b)) {
    const outcome = outcomeAt(list[index], node, outcomes);
    if (outcome === KEPT) continue;
    if (outcome !== REMOVED) elements[Math.min(index, elements.length)] = outcome;
    else if (index < list.length) elements[index] = undefined;
  }
  return elements.filter((element) => element !== undefined);
}

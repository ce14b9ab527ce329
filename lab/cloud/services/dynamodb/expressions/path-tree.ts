import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { badExpression, type ExpressionKind } from "./expression-error.ts";
import { type Path, pathText } from "./paths.ts";

/** Paths by their steps, none of which leads into another. */
export interface PathTree {
  /** The first path that leads here, or on from here. */
  readonly first: Path;
  /** Which of the paths ends here. */
  end?: number;
  readonly names: Map<string, PathTree>;
  readonly indexes: Map<number, PathTree>;
}

/**
 * Puts paths together. Throws when one leads into another, or, if none does, when two use one attribute as a map and as a list.
 */
export function treeOf(paths: readonly Path[], kind: ExpressionKind): PathTree {
  const root = emptyTree([]);
  let conflict: readonly [Path, Path] | undefined;
  for (const [number, path] of paths.entries()) {
    let node = root;
    for (const step of path) {
      if (node.end !== undefined) throw clash("overlap", node.first, path, kind);
      const other = firstOf(typeof step === "number" ? node.names : node.indexes);
      if (other) conflict ??= [other.first, path];
      node = child(node, step, path);
    }
    if (node.first !== path) throw clash("overlap", node.first, path, kind);
    node.end = number;
  }
  if (conflict) throw clash("conflict", ...conflict, kind);
  return root;
}

/** What an item has at the paths, and nothing else. */
export function pick(item: Item, tree: PathTree): Item {
  const picked: [name: string, value: AttributeValue][] = [];
  for (const [name, node] of tree.names) {
    const value = Object.hasOwn(item, name) ? pickValue(item[name] as AttributeValue, node) : undefined;
    if (value) picked.push([name, value]);
  }
  return Object.fromEntries(picked);
}

function pickValue(value: AttributeValue, tree: PathTree): AttributeValue | undefined {
  if (tree.end !== undefined) return value;
  if (value.M) {
    const M = pick(value.M, tree);
    return Object.keys(M).length > 0 ? { M } : undefined;
  }
  // Elements come in their order and lose their positions.
  const list = value.L ?? [];
  const L = [...tree.indexes]
    .sort(([a], [b]) => a - b)
    .map(([index, node]) => list[index] && pickValue(list[index], node))
    .filter((element) => element !== undefined);
  return L.length > 0 ? { L } : undefined;
}

function child(node: PathTree, step: string | number, path: Path): PathTree {
  const children: Map<string | number, PathTree> = typeof step === "number" ? node.indexes : node.names;
  let next = children.get(step);
  if (!next) {
    next = emptyTree(path);
    children.set(step, next);
  }
  return next;
}

function emptyTree(first: Path): PathTree {
  return { first, names: new Map(), indexes: new Map() };
}

function firstOf(children: Map<string | number, PathTree>): PathTree | undefined {
  for (const node of children.values()) return node;
  return undefined;
}

function clash(what: "overlap" | "conflict", one: Path, two: Path, kind: ExpressionKind) {
  const problem = `Two document paths ${what} with each other; must remove or rewrite one of these paths;`;
  return badExpression(kind, `${problem} path one: ${pathText(one)}, path two: ${pathText(two)}`);
}

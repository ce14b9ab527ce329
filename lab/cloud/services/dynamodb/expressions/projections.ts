import { Recent } from "../../../recent.ts";
import type { Item } from "../values/attribute-value.ts";
import { checkPath } from "./checks.ts";
import { pick, treeOf } from "./path-tree.ts";
import { boundPath, type Path } from "./paths.ts";
import type { Placeholders } from "./placeholders.ts";
import { parseProjection } from "./update-parser.ts";

/** What of items is asked for. */
export interface Projection {
  readonly apply: (item: Item) => Item;
  readonly paths: readonly Path[];
}

const KIND = "ProjectionExpression";

const parsed = new Recent((text) => {
  const paths = parseProjection(text);
  for (const path of paths) checkPath(path, KIND);
  return paths;
});

/** Compiles a ProjectionExpression. Throws what DynamoDB says of what is wrong with it. */
export function compileProjection(text: string, placeholders: Placeholders): Projection {
  return projectionOf(parsed.get(text).map((path) => boundPath(path, placeholders, KIND)));
}

export function projectionOf(paths: readonly Path[]): Projection {
  const tree = treeOf(paths, KIND);
  return { apply: (item) => pick(item, tree), paths };
}

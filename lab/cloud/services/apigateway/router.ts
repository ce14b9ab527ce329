import type { ApiResource, DeployedApi, Method } from "./state.ts";

/** A method that a request reaches. */
export interface Route {
  readonly resource: ApiResource;
  readonly method: Method;
  /** Values of `{name}` and `{proxy+}` in the path, decoded. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

interface Node {
  readonly fixed: Map<string, Node>;
  parameter?: { readonly name: string; readonly node: Node };
  greedy?: { readonly name: string; readonly node: Node };
  resource?: ApiResource;
}

/** Finds the method for a request: a fixed path segment before `{parameter}`, that before `{proxy+}`; a method before ANY. */
export class Router {
  readonly binaryMediaTypes: readonly string[];
  readonly #root: Node = { fixed: new Map() };

  constructor({ resources, binaryMediaTypes }: DeployedApi) {
    this.binaryMediaTypes = binaryMediaTypes;
    for (const resource of resources) this.#add(resource);
  }

  /** @param path as sent, still percent-encoded, without the stage */
  find(httpMethod: string, path: string): Route | undefined {
    const segments = path.split("/").filter((segment) => segment !== "");
    const found = walk(this.#root, segments, 0, httpMethod, {});
    if (!found) return undefined;
    const names = Object.keys(found.parameters);
    return {
      resource: found.resource,
      method: found.method,
      pathParameters: names.length > 0 ? found.parameters : null,
    };
  }

  #add(resource: ApiResource): void {
    let node = this.#root;
    for (const segment of resource.path.split("/").filter((part) => part !== "")) node = child(node, segment);
    node.resource = resource;
  }
}

function child(node: Node, segment: string): Node {
  const [, name, plus] = /^\{(.+?)(\+?)\}$/.exec(segment) ?? [];
  if (name === undefined) {
    const next = node.fixed.get(segment) ?? { fixed: new Map() };
    node.fixed.set(segment, next);
    return next;
  }
  const kind = plus ? "greedy" : "parameter";
  node[kind] ??= { name, node: { fixed: new Map() } };
  return node[kind].node;
}

interface Found {
  readonly resource: ApiResource;
  readonly method: Method;
  readonly parameters: Record<string, string>;
}

function walk(
  node: Node,
  segments: readonly string[],
  at: number,
  httpMethod: string,
  parameters: Record<string, string>,
): Found | undefined {
  const segment = segments[at];
  if (segment === undefined) return here(node, httpMethod, parameters);
  const fixed = node.fixed.get(decode(segment));
  const deeper = fixed && walk(fixed, segments, at + 1, httpMethod, parameters);
  if (deeper) return deeper;
  if (node.parameter) {
    const { name, node: next } = node.parameter;
    const found = walk(next, segments, at + 1, httpMethod, { ...parameters, [name]: decode(segment) });
    if (found) return found;
  }
  if (!node.greedy) return undefined;
  const rest = decode(segments.slice(at).join("/"));
  return here(node.greedy.node, httpMethod, { ...parameters, [node.greedy.name]: rest });
}

function here({ resource }: Node, httpMethod: string, parameters: Record<string, string>): Found | undefined {
  const method = resource?.methods[httpMethod] ?? resource?.methods.ANY;
  return resource && method && { resource, method, parameters };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { own } from "../../../own.ts";

/** A path, and what is at it for each HTTP method; for `ANY` of them, too. */
export interface Place<M> {
  readonly path: string;
  readonly methods: Readonly<Record<string, M>>;
}

/** What a request reaches. */
export interface Found<M, P extends Place<M> = Place<M>> {
  readonly resource: P;
  readonly method: M;
  /** Values of `{name}` and `{proxy+}` in the path, decoded. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

interface Node<P> {
  readonly fixed: Map<string, Node<P>>;
  parameter?: { readonly name: string; readonly node: Node<P> };
  greedy?: { readonly name: string; readonly node: Node<P> };
  resource?: P;
}

/** Finds the method for a request: a fixed path segment before `{parameter}`, that before `{proxy+}`; a method before ANY. */
export class Router<M, P extends Place<M> = Place<M>> {
  readonly #root: Node<P> = { fixed: new Map() };

  constructor(resources: readonly P[]) {
    for (const resource of resources) this.#add(resource);
  }

  /** @param path as sent, still percent-encoded, without the stage */
  find(httpMethod: string, path: string): Found<M, P> | undefined {
    const segments = path.split("/").filter((segment) => segment !== "");
    const found = walk<M, P>(this.#root, segments, 0, httpMethod, {});
    if (!found) return undefined;
    const names = Object.keys(found.parameters);
    return {
      resource: found.resource,
      method: found.method,
      pathParameters: names.length > 0 ? found.parameters : null,
    };
  }

  #add(resource: P): void {
    let node = this.#root;
    for (const segment of resource.path.split("/").filter((part) => part !== "")) node = child(node, segment);
    node.resource = resource;
  }
}

function child<P>(node: Node<P>, segment: string): Node<P> {
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

interface Step<M, P> {
  readonly resource: P;
  readonly method: M;
  readonly parameters: Record<string, string>;
}

function walk<M, P extends Place<M>>(
  node: Node<P>,
  segments: readonly string[],
  at: number,
  httpMethod: string,
  parameters: Record<string, string>,
): Step<M, P> | undefined {
  const segment = segments[at];
  if (segment === undefined) return here(node, httpMethod, parameters);
  const fixed = node.fixed.get(decode(segment));
  const deeper = fixed && walk<M, P>(fixed, segments, at + 1, httpMethod, parameters);
  if (deeper) return deeper;
  if (node.parameter) {
    const { name, node: next } = node.parameter;
    const found = walk<M, P>(next, segments, at + 1, httpMethod, { ...parameters, [name]: decode(segment) });
    if (found) return found;
  }
  if (!node.greedy) return undefined;
  const rest = decode(segments.slice(at).join("/"));
  return here(node.greedy.node, httpMethod, { ...parameters, [node.greedy.name]: rest });
}

function here<M, P extends Place<M>>(
  { resource }: Node<P>,
  httpMethod: string,
  parameters: Record<string, string>,
): Step<M, P> | undefined {
  const method = own(resource?.methods, httpMethod) ?? resource?.methods.ANY;
  return resource && method && { resource, method, parameters };
}

/** A part of a path, decoded; one that is not encoded well stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

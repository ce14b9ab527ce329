import type { OperationModel } from "./model.ts";

/** An operation's place in the URL space of a REST service. */
export interface Route {
  readonly operation: OperationModel;
  readonly pattern: RegExp;
  readonly labels: readonly string[];
  /** Labels of the input that the path does not hold; the address must name exactly these (S3's `Bucket`). */
  readonly addressed: ReadonlySet<string>;
  /** Query literals, such as `list-type=2` or `tagging`. */
  readonly literals: readonly (readonly [name: string, value: string])[];
  /** Query parameters and headers that the operation can't do without: they tell UploadPart from PutObject. */
  readonly needs: readonly { readonly in: "query" | "header"; readonly name: string }[];
}

/** A route that fits a request, with the labels found in its path (decoded). */
export interface Match {
  readonly operation: OperationModel;
  readonly labels: Record<string, string>;
}

/**
 * Routes of a service's operations; those without HTTP traits have none. Those of a method are made when it is first asked for:
 * a lab's first answer would wait for all of them, and many a lab never needs the rest.
 */
export class Routes {
  readonly #unread = new Map<string, OperationModel[]>();
  /** By method and by the labels that the address names, the more specific first. */
  readonly #places = new Map<string, Route[]>();

  constructor(operations: Iterable<OperationModel>) {
    for (const operation of operations) if (operation.http) put(this.#unread, operation.http.method, operation);
  }

  /** Those that a request may mean. */
  at(method: string, addressed: readonly string[]): readonly Route[] {
    const unread = this.#unread.get(method);
    if (unread) {
      this.#unread.delete(method);
      for (const route of sorted(unread)) put(this.#places, placeOf(method, [...route.addressed]), route);
    }
    return this.#places.get(placeOf(method, addressed)) ?? [];
  }
}

function put<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function sorted(operations: readonly OperationModel[]): Route[] {
  const routes = operations.map((operation) => ({ route: routeOf(operation), rank: specificity(operation) }));
  routes.sort(
    (a, b) =>
      b.route.literals.length - a.route.literals.length ||
      // A fixed segment before a label, a label before a greedy one: /{Key+} takes what nothing else does.
      b.rank - a.rank ||
      b.route.needs.length - a.route.needs.length,
  );
  return routes.map(({ route }) => route);
}

function placeOf(method: string, addressed: readonly string[]): string {
  return addressed.length > 1 ? `${method} ${addressed.toSorted().join()}` : `${method} ${addressed[0] ?? ""}`;
}

/** Finds the operation that a request addresses, or nothing. */
export function matchRoute(
  routes: Routes,
  request: { method: string; path: string; query: URLSearchParams; headers: Readonly<Record<string, unknown>> },
  addressed: Readonly<Record<string, string>> = {},
): Match | undefined {
  const { query, path } = request;
  const hasQuery = query.size > 0;
  let incomplete: Match | undefined;
  let literals = 0;
  for (const route of routes.at(request.method, Object.keys(addressed))) {
    // ?attributes without its header is a faulty GetObjectAttributes, not a GetObject.
    if (incomplete && route.literals.length < literals) break;
    // Most requests have no query, most routes need one.
    if (route.literals.length > 0 && !(hasQuery && fits(route.literals, query))) continue;
    const isComplete = hasAll(route.needs, request);
    if (!isComplete && incomplete) continue;
    const found = route.pattern.exec(path);
    if (!found) continue;
    const match = { operation: route.operation, labels: labelsOf(route, found, addressed) };
    if (isComplete) return match;
    incomplete = match;
    literals = route.literals.length;
  }
  return incomplete;
}

function fits(literals: Route["literals"], query: URLSearchParams): boolean {
  for (const [name, value] of literals) if (query.get(name) !== value) return false;
  return true;
}

function hasAll(
  needs: Route["needs"],
  { query, headers }: { query: URLSearchParams; headers: Readonly<Record<string, unknown>> },
): boolean {
  for (const need of needs) {
    if (need.in === "query" ? !query.has(need.name) : headers[need.name] === undefined) return false;
  }
  return true;
}

function routeOf(operation: OperationModel): Route {
  const [path = "/", query = ""] = operation.http?.path.split("?") ?? [];
  const labels: string[] = [];
  const pattern = path
    .replace(/\/$/, "")
    .split(/(\{[^}]+\})/)
    .map((part) => {
      const label = /^\{(.+?)(\+?)\}$/.exec(part);
      if (!label) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      labels.push(label[1] as string);
      return label[2] ? "(.+)" : "([^/]+)";
    })
    .join("");
  const bound = operation.requiredInputs;
  return {
    operation,
    pattern: new RegExp(`^${pattern}${path.includes("+}") ? "" : "/?"}$`, "s"),
    labels,
    addressed: new Set(bound.filter((b) => b.in === "label" && !labels.includes(b.member)).map((b) => b.member)),
    literals: [...new URLSearchParams(query)].filter(([name]) => name !== "x-id"),
    needs: bound.flatMap((b) =>
      b.required && (b.in === "query" || b.in === "header") ? [{ in: b.in, name: b.name }] : [],
    ),
  };
}

function specificity({ http }: OperationModel): number {
  const [path = ""] = (http?.path ?? "").split("?");
  return path.split("/").reduce((sum, part) => sum * 3 + (part.includes("+}") ? 0 : part.startsWith("{") ? 1 : 2), 0);
}

function labelsOf(
  route: Route,
  found: RegExpExecArray,
  addressed: Readonly<Record<string, string>>,
): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const label in addressed) labels[label] = addressed[label] as string;
  for (let i = 0; i < route.labels.length; i++) {
    const value = found[i + 1] as string;
    labels[route.labels[i] as string] = value.includes("%") ? decodeURIComponent(value) : value;
  }
  return labels;
}

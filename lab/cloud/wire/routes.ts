import type { OperationModel } from "./model.ts";

/** An operation's place in the URL space of a REST service. */
export interface Route {
  readonly operation: OperationModel;
  readonly method: string;
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

/** Routes by method and by the labels that the address names, the more specific first. */
export type Routes = ReadonlyMap<string, readonly Route[]>;

/** Routes of a service's operations. Those without HTTP traits have none. */
export function routesOf(operations: Iterable<OperationModel>): Routes {
  const routes: Route[] = [];
  for (const operation of operations) if (operation.http) routes.push(routeOf(operation, operation.http));
  routes.sort(
    (a, b) =>
      b.literals.length - a.literals.length ||
      // A fixed segment before a label, a label before a greedy one: /{Key+} takes what nothing else does.
      specificity(b) - specificity(a) ||
      b.needs.length - a.needs.length,
  );
  const found = new Map<string, Route[]>();
  for (const route of routes) {
    const place = placeOf(route.method, [...route.addressed]);
    const known = found.get(place);
    if (known) known.push(route);
    else found.set(place, [route]);
  }
  return found;
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
  for (const route of routes.get(placeOf(request.method, Object.keys(addressed))) ?? []) {
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

function routeOf(operation: OperationModel, http: { method: string; path: string }): Route {
  const [path = "/", query = ""] = http.path.split("?");
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
    method: http.method,
    pattern: new RegExp(`^${pattern}${path.includes("+}") ? "" : "/?"}$`, "s"),
    labels,
    addressed: new Set(bound.filter((b) => b.in === "label" && !labels.includes(b.member)).map((b) => b.member)),
    literals: [...new URLSearchParams(query)].filter(([name]) => name !== "x-id"),
    needs: bound.flatMap((b) =>
      b.required && (b.in === "query" || b.in === "header") ? [{ in: b.in, name: b.name }] : [],
    ),
  };
}

function specificity({ operation }: Route): number {
  const [path = ""] = (operation.http?.path ?? "").split("?");
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

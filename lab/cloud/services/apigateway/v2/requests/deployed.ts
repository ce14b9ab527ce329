import { type Place, Router } from "../../requests/router.ts";
import type { Authorizer, Integration, Route, Snapshot } from "../records.ts";

/** A deployment, ready for requests: routes are found by method and path, or by key; all else by its id. */
export class Deployed {
  readonly snapshot: Snapshot;
  readonly router: Router<Route>;
  readonly routes: ReadonlyMap<string, Route>;
  readonly integrations: ReadonlyMap<string, Integration>;
  readonly authorizers: ReadonlyMap<string, Authorizer>;

  constructor(snapshot: Snapshot) {
    this.snapshot = snapshot;
    this.routes = new Map(snapshot.routes.map((route) => [route.RouteKey, route]));
    this.router = new Router(placesOf(snapshot.routes));
    this.integrations = new Map(snapshot.integrations.map((one) => [one.IntegrationId, one]));
    this.authorizers = new Map(snapshot.authorizers.map((one) => [one.AuthorizerId, one]));
  }

  /** What a route leads to. */
  integrationOf({ Target }: Route): Integration | undefined {
    return this.integrations.get(Target?.replace(/^integrations\//, "") ?? "");
  }
}

/** Routes by their paths, with those of each method. */
function placesOf(routes: readonly Route[]): Place<Route>[] {
  const places = new Map<string, Record<string, Route>>();
  for (const route of routes) {
    const [method = "", path] = route.RouteKey.split(" ");
    if (path === undefined) continue;
    const methods = places.get(path) ?? {};
    methods[method] = route;
    places.set(path, methods);
  }
  return [...places].map(([path, methods]) => ({ path, methods }));
}

import { useState } from "react";
import { useSearchParams } from "react-router";
import { usePlace } from "../../cloud/place.ts";
import { useParameters } from "../../parts/parameter.ts";
import type { Api } from "../apis.ts";
import type { ApiRoute } from "../routes/routes.ts";
import { stageUrl } from "../stage-url.ts";
import { type Composed, filled, hasBody, headersOf, parametersOf, withType } from "./compose.ts";

/** The longest body that an address has to carry. */
const LONGEST_BODY = 2000;

/** A request while it is made up, by the names that its parts have in the page's address. */
export interface Draft {
  readonly values: Readonly<Record<string, string>>;
  set(name: string, value: string): void;
  /** Puts the request into the page's address, but for its headers: these are where secrets are. */
  keep(): void;
  readonly stage: string;
  readonly route: ApiRoute | undefined;
  readonly method: string;
  readonly parameters: readonly string[];
  /** The path and the query, as a stage gets them. */
  readonly pathAndQuery: string;
  /** The request; throws where its headers are none. */
  compose(): Composed;
}

/** The name in the address of a parameter of the path. */
export const nameOf = (parameter: string) => `path.${parameter}`;

/** A request to one of the routes of an API. What stands in the page's address is filled in. */
export function useRequest(api: Api, stages: readonly string[], routes: readonly ApiRoute[]): Draft {
  const [query] = useSearchParams();
  const place = usePlace();
  const putAll = useParameters();
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(query));
  const of = (name: string) => values[name] ?? "";
  const stage = stages.find((name) => name === of("stage")) ?? stages[0] ?? "";
  const route = routes.find(({ key }) => key === of("route")) ?? routes[0];
  const isAny = route?.method === undefined || route.method === "ANY";
  const method = isAny ? of("method") || "GET" : (route?.method ?? "GET");
  const parameters = parametersOf(route?.path ?? "");
  const path =
    route?.path === undefined
      ? `/${of("free").replace(/^\/+/, "")}`
      : filled(route.path, Object.fromEntries(parameters.map((name) => [name, of(nameOf(name))])));
  const search = of("query").replace(/^\?/, "");
  const pathAndQuery = search === "" ? path : `${path}?${search}`;
  return {
    values,
    set: (name, value) => setValues((before) => ({ ...before, [name]: value })),
    keep: () =>
      putAll({
        ...Object.fromEntries(parameters.map((name) => [nameOf(name), of(nameOf(name))])),
        stage,
        route: route?.key ?? "",
        method: isAny ? method : "",
        free: route?.path === undefined ? of("free") : "",
        query: search,
        body: hasBody(method) && of("body").length <= LONGEST_BODY ? of("body") : "",
      }),
    stage,
    route,
    method,
    parameters,
    pathAndQuery,
    compose: () => {
      const body = hasBody(method) ? of("body") : undefined;
      const headers = withType(headersOf(of("headers")), body);
      return { method, url: `${stageUrl(api, stage, place)}${pathAndQuery}`, headers, body };
    },
  };
}

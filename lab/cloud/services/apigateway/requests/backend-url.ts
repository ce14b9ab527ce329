import { own } from "../../../own.ts";

/** A backend's URI with the values of its `{name}` and `{proxy+}`; the slashes of a greedy one stay. */
export function withPathParameters(uri: string, values: Readonly<Record<string, string>>): string {
  return uri.replace(/\{([\w.-]+)\+?\}/g, (_, name: string) =>
    (own(values, name) ?? "").split("/").map(encodeURIComponent).join("/"),
  );
}

/** The URL, with these added to its query. */
export function withQuery(url: URL, query: Readonly<Record<string, readonly string[]>>): URL {
  for (const [name, values] of Object.entries(query)) for (const one of values) url.searchParams.append(name, one);
  return url;
}

/** A request that is ready to be sent. */
export interface Composed {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Absent where the method has none. */
  readonly body: string | undefined;
}

/** The methods that a route for any can be asked by. */
export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** What a browser does not let pages say: it says its own, or nothing. https://fetch.spec.whatwg.org/#forbidden-request-header */
const FORBIDDEN =
  /^(accept-charset|accept-encoding|access-control-request-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|proxy-.*|sec-.*)$/i;

/** The parameters of a path such as `/pets/{id}/{rest+}`, with the plus of one that takes slashes. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name);
}

/** A path with its parameters filled in. */
export function filled(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name] ?? "";
    return name.endsWith("+") ? value.split("/").map(encodeURIComponent).join("/") : encodeURIComponent(value);
  });
}

/** Headers as people write them, a line each. Throws on what is none. */
export function headersOf(text: string): [name: string, value: string][] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [, name = "", value = ""] = /^\s*([!#$%&'*+.^`|~\w-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
      if (name === "") throw new Error(`“${line.trim()}” is no header: write a name, a colon and a value.`);
      return [name, value];
    });
}

/** The headers that a browser will leave out, or replace by its own. */
export function unsent(headers: Composed["headers"]): string[] {
  return headers.map(([name]) => name).filter((name) => FORBIDDEN.test(name));
}

export function hasBody(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** JSON is sent as such, unless a header says what the body is. */
export function withType(headers: Composed["headers"], body: string | undefined): Composed["headers"] {
  if (!body || headers.some(([name]) => name.toLowerCase() === "content-type") || !isJson(body)) return headers;
  return [...headers, ["Content-Type", "application/json"]];
}

/** A command that sends the same from a terminal. */
export function curlOf({ method, url, headers, body }: Composed): string {
  const words = ["curl", "-i"];
  if (method === "HEAD") words.push("--head");
  else if (method !== "GET") words.push("-X", method);
  for (const [name, value] of headers) words.push("-H", quoted(`${name}: ${value}`));
  if (body) words.push("--data-raw", quoted(body));
  return [...words, quoted(url)].join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

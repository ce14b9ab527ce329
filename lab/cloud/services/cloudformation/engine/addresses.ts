/**
 * A deployed API's address as templates compose it from an API id, `https://ID.execute-api.REGION.amazonaws.com`, needs DNS
 * and a certificate that only AWS has. Here the API answers at the cloud's own endpoint.
 */
const DEPLOYED_API = /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g;

/** The same value with every address of a deployed API made one that the cloud answers at. */
export function reachable<T>(value: T, endpoint: string): T {
  return mapTexts(value, (text) => text.replace(DEPLOYED_API, `${endpoint}/_aws/execute-api/$1`)) as T;
}

/** The same value with every text in it replaced. */
export function mapTexts(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}

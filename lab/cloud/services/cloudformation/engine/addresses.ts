/**
 * A deployed API's address as templates compose it from an API id, `https://ID.execute-api.REGION.amazonaws.com`, needs DNS
 * and a certificate that only AWS has. Here the API answers at the cloud's own endpoint; so do those of WebSocket APIs (wss).
 */
const DEPLOYED_API = /(https|wss):\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g;

/** A bucket's website, as its attribute says it, or templates compose it. */
const WEBSITE = /http:\/\/([a-z0-9.-]+)\.s3-website[.-][a-z0-9-]+\.amazonaws\.com/g;

/** The same value with every address of a deployed API or a website made one that the cloud answers at. */
export function reachable<T>(value: T, endpoint: string): T {
  return mapTexts(value, (text) =>
    text
      .replace(DEPLOYED_API, (_, scheme: string, api: string) => {
        const base = scheme === "wss" ? endpoint.replace(/^http/, "ws") : endpoint;
        return `${base}/_aws/execute-api/${api}`;
      })
      .replace(WEBSITE, (_, bucket: string) => websiteAt(bucket, endpoint)),
  ) as T;
}

/** A site's links may begin with a slash, so it has a host of its own where browsers find that without DNS. */
function websiteAt(bucket: string, endpoint: string): string {
  const { hostname, port } = new URL(endpoint);
  const isThisMachine = hostname === "127.0.0.1" || hostname === "localhost";
  return isThisMachine ? `http://${bucket}.s3-website.localhost:${port}` : `${endpoint}/_aws/s3-website/${bucket}`;
}

/** The same value with every text in it replaced. */
export function mapTexts(value: unknown, change: (text: string) => unknown): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}

/** An address of the lab by the name that this page knows it by, so that it may ask there: the lab has several. Throws on what is none of an API. */
export function ofThisServer(url: string): string {
  const { protocol, pathname, search } = new URL(url);
  if (!pathname.startsWith("/_aws/execute-api/")) throw new Error("The path leads out of the API.");
  const origin = protocol.startsWith("ws") ? location.origin.replace(/^http/, "ws") : location.origin;
  return `${origin}${pathname}${search}`;
}

/** An address of the lab by the name that this page knows it by, so that it may ask there: the lab has several. */
export function ofThisServer(url: string): string {
  const { protocol, pathname, search } = new URL(url);
  const origin = protocol.startsWith("ws") ? location.origin.replace(/^http/, "ws") : location.origin;
  return `${origin}${pathname}${search}`;
}

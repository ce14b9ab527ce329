/** The endpoint is not on this machine, and so may be AWS itself. */
export class EndpointElsewhere extends Error {
  override readonly name = "EndpointElsewhere";

  constructor(endpoint: string) {
    super(`Refusing to deploy to ${endpoint}: it is not on this machine. Use an endpoint on 127.0.0.1.`);
  }
}

/**
 * Throws unless an endpoint is on this machine. Tools have bootstrapped real accounts before, because an endpoint was not
 * what it seemed; nothing here calls a cloud without asking this first.
 */
export function checkThisMachine(endpoint: string): void {
  const hostname = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  if (!/^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname)) throw new EndpointElsewhere(endpoint);
}

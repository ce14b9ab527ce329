import { networkInterfaces } from "node:os";
import { LabError } from "../lab-error.ts";

/** The endpoint is not on this machine, and so may be AWS itself. */
export class EndpointElsewhere extends LabError {
  override readonly name = "EndpointElsewhere";

  constructor(endpoint: string) {
    super(
      `Refusing to deploy to ${endpoint}: it is not on this machine. Use an endpoint on 127.0.0.1, or the target aws for AWS itself.`,
    );
  }
}

/**
 * Throws unless an endpoint is on this machine. Tools have bootstrapped real accounts before, because an endpoint was not
 * what it seemed; nothing here calls a cloud without asking this first.
 */
export function checkThisMachine(endpoint: string): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || (!isLoopback(url) && !ownAddresses().has(url.hostname))) throw new EndpointElsewhere(endpoint);
}

/** Whether a URL names this machine as every machine names itself. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname);
}

/** The addresses of this machine's network interfaces, as they stand in URLs. */
function ownAddresses(): Set<string> {
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return new Set(all.map(({ address, family }) => (family === "IPv6" ? `[${address}]` : address)));
}

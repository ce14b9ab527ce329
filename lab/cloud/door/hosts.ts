import { isIP } from "node:net";

/** Names of this machine that no attacker can have: DNS does not delegate them, or their owners point them here for good. */
const NAMES_OF_THIS_MACHINE = [
  "localhost",
  // LocalStack's name for 127.0.0.1, which cdklocal puts in front of the port unless it is told the endpoint of S3.
  "localhost.localstack.cloud",
  // AWS's own names, for those who point them at the lab in a hosts file or by a Host header.
  "amazonaws.com",
  // What Docker and Podman call this machine inside a container.
  "host.docker.internal",
  "host.containers.internal",
];

/** Positive answers that are remembered: most requests carry the same Host header. */
const MOST_REMEMBERED = 1000;

/** The part of a Host header that names a machine: no port, no brackets, in lower case. */
export function hostName(host: string): string {
  const name = host.replace(/:\d{1,5}$/, "").toLowerCase();
  if (name.startsWith("[") && name.endsWith("]")) return name.slice(1, -1);
  return name.endsWith(".") ? name.slice(0, -1) : name;
}

/** Whether a name is this machine's own loopback interface, as a browser on it would reach it. */
export function isLoopback(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || name === "::1" || /^127\.\d+\.\d+\.\d+$/.test(name);
}

/**
 * The hosts that requests may name. A browser sends the name by which it found the server: a foreign name that an attacker's
 * DNS leads to this machine (DNS rebinding) makes the attacker's page look like the lab's own. An address can't be rebound.
 */
export class Hosts {
  readonly #names: readonly string[];
  readonly #remembered = new Set<string>();

  /** @param allowed more names, each with all names below it */
  constructor(allowed: readonly string[] = []) {
    this.#names = [...NAMES_OF_THIS_MACHINE, ...allowed.map(hostName)];
  }

  /** Whether a Host header is an address or one of the names. Programs of HTTP/1.0 send none. */
  has(host: string | undefined): boolean {
    if (!host || this.#remembered.has(host)) return true;
    const name = hostName(host);
    const known = isIP(name) !== 0 || this.#names.some((own) => name === own || name.endsWith(`.${own}`));
    if (!known) return false;
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.add(host);
    return true;
  }
}

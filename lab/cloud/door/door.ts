import type { Exchange } from "../service/service.ts";
import { Hosts, hostName } from "./hosts.ts";
import type { DoorOptions } from "./options.ts";
import { type Sender, senderOf } from "./sender.ts";

/** Refusals that are explained in the log; those after them are refused in silence. */
const MOST_EXPLAINED = 100;

/**
 * The check that every request passes before anything else of it is read. The keys of a lab are known to everybody, and a
 * browser on this machine reaches it for any page on the web: what a page must not do has to be refused here.
 */
export class Door {
  readonly #hosts: Hosts;
  readonly #origins: ReadonlySet<string>;
  readonly #log: (line: string) => void;
  readonly #explained = new Set<string>();

  constructor({ allowHost = [], allowOrigin = [] }: DoorOptions, log: (line: string) => void) {
    this.#hosts = new Hosts(allowHost);
    this.#origins = new Set(allowOrigin.map((origin) => origin.replace(/\/$/, "").toLowerCase()));
    this.#log = log;
  }

  /** Whether a Host header names this machine, or a name that was configured. */
  knows(host: string | undefined): boolean {
    return this.#hosts.has(host);
  }

  /** What sends a request. */
  senderOf({ headers }: Pick<Exchange, "headers">): Sender {
    return senderOf(headers, this.#origins);
  }

  /** The message for a request whose Host header names another machine. */
  unknownHost(host = ""): string {
    const name = shown(hostName(host));
    const message = `This cloud is not called ${name}.`;
    this.#explain(message, `Refused a request for the host ${name}. If it is this machine: --allow-host ${name}`);
    return message;
  }

  /** The message for a request of a browser that may not be answered. */
  refusal({ headers, method, sender }: Pick<Exchange, "headers" | "method" | "sender">): string {
    if (sender === "address bar") return "This address is for programs. The console is at /_lab/.";
    const origin = shown(headers.origin ?? headers.referer ?? "another origin");
    const message = `Pages of ${origin} may not use this cloud.`;
    this.#explain(
      message,
      `Refused a ${method} request of a page (${origin}). If it is yours: --allow-origin ${origin}`,
    );
    return message;
  }

  #explain(key: string, line: string): void {
    if (this.#explained.has(key) || this.#explained.size >= MOST_EXPLAINED) return;
    this.#explained.add(key);
    this.#log(line);
  }
}

/** A header's value in a message or a log line: short, and of plain characters. */
function shown(value: string): string {
  return value.replaceAll(/[^\x21-\x7e]/g, "?").slice(0, 200);
}

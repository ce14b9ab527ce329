import { randomUUID } from "node:crypto";
import type { Cloud } from "../../../cloud.ts";
import type { Exchange } from "../../../service.ts";

/** How long a link works, in milliseconds, as on AWS. */
const LIFETIME = 600_000;

const PATH = "/_aws/lambda/code/";

/** Links to functions' code, which GetFunction hands out: who has one needs no signature. */
export class Downloads {
  readonly #cloud: Cloud;
  readonly #blobs = new Map<string, string>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Makes a link to a blob. */
  offer(blob: string): string {
    const token = randomUUID();
    this.#blobs.set(token, blob);
    this.#cloud.clock.after(LIFETIME, () => this.#blobs.delete(token));
    return `${this.#cloud.endpoint}${PATH}${token}`;
  }

  /** Answers a request for a link's code. */
  async serve({ path, response, method }: Exchange): Promise<"answered" | undefined> {
    if (method !== "GET" || !path.startsWith(PATH)) return undefined;
    const blob = this.#blobs.get(path.slice(PATH.length));
    const bytes = blob && (await this.#cloud.store.blobs.bytes(blob).catch(() => undefined));
    if (bytes)
      response.writeHead(200, { "content-type": "application/zip", "content-length": bytes.length }).end(bytes);
    else response.writeHead(403).end();
    return "answered";
  }
}

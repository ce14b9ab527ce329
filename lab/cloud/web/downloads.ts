import { randomUUID } from "node:crypto";
import type { Cloud } from "../cloud.ts";
import type { Exchange } from "../service/service.ts";

/** How long a link works, in milliseconds, as on AWS. */
const LIFETIME = 600_000;

/** Links to blobs, which a service hands out below a path of its own: who has one needs no signature. */
export class Downloads {
  readonly #cloud: Cloud;
  readonly #path: string;
  readonly #contentType: string;
  readonly #blobs = new Map<string, string>();

  /** @param path Where the links begin, such as `/_aws/lambda/code/` */
  constructor(cloud: Cloud, path: string, contentType: string) {
    this.#cloud = cloud;
    this.#path = path;
    this.#contentType = contentType;
  }

  /** Makes a link to a blob. */
  offer(blob: string): string {
    const token = randomUUID();
    this.#blobs.set(token, blob);
    this.#cloud.clock.after(LIFETIME, () => this.#blobs.delete(token));
    return `${this.#cloud.endpoint}${this.#path}${token}`;
  }

  /** Answers a request for a link's blob; false for any other. */
  async serve({ path, response, method }: Exchange): Promise<boolean> {
    if (method !== "GET" || !path.startsWith(this.#path)) return false;
    const blob = this.#blobs.get(path.slice(this.#path.length));
    const bytes = blob && (await this.#cloud.store.blobs.bytes(blob).catch(() => undefined));
    const headers = { "content-type": this.#contentType };
    if (bytes) response.writeHead(200, { ...headers, "content-length": bytes.length }).end(bytes);
    else response.writeHead(403).end();
    return true;
  }
}

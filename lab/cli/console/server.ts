import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SigningCredentials } from "../../cloud/auth/key-pair.ts";
import { json } from "../../cloud/control/answer.ts";
import { isForAPerson, leadToConsole, servePage } from "../../cloud/control/console.ts";
import { isForeignPage } from "../../cloud/control/guard.ts";
import type { PlaceOfConsole } from "../../cloud/control/place.ts";
import { exchangeOf } from "../../cloud/door/http.ts";
import type { Exchange } from "../../cloud/service/service.ts";
import { version } from "../../package.ts";
import { passOn } from "./pass-on.ts";

/** Which cloud a console is to show, and how. */
export interface ConsoleServerOptions {
  /** The cloud's endpoint; by default AWS's own. */
  readonly endpoint?: string;
  readonly region: string;
  readonly port: number;
  readonly credentials: () => Promise<SigningCredentials>;
}

/** A console that is served by this process. */
export interface ConsoleServer {
  /** The page's address. After its `#` is the key that the page signs its calls with: no server and no other page sees that. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the console for a cloud that has none. The page's calls come here and are passed on with a signature of their own: the
 * credentials never leave this process, and only the page knows the key with which its calls are taken.
 */
export async function serveConsole({
  endpoint,
  region,
  port,
  credentials,
}: ConsoleServerOptions): Promise<ConsoleServer> {
  const accessKey = randomBytes(16).toString("hex");
  const place: PlaceOfConsole = {
    isLab: false,
    endpoint: endpoint ?? "https://aws.amazon.com",
    version,
    services: [],
    region,
  };
  const server = createServer((request, response) => {
    const exchange = exchangeOf(request, response);
    answer(exchange).catch((error: Error) => {
      if (response.headersSent) response.destroy();
      else
        json(exchange, 502, { message: `${place.endpoint} does not answer: ${error.message}` }).catch(() =>
          response.destroy(),
        );
    });
  });

  async function answer(exchange: Exchange): Promise<void> {
    const { path, headers } = exchange;
    // Other names lead here as well, where their owners want that.
    if (!names.has(headers.host ?? "") || isForeignPage(exchange))
      return await json(exchange, 403, { message: "This is not for other pages" });
    if (isForAPerson(exchange)) return await leadToConsole(exchange);
    if (path === "/_lab/place") return await json(exchange, 200, place);
    if (path.startsWith("/_lab/")) return await servePage(path.slice("/_lab/".length), exchange);
    await passOn(exchange, { endpoint, accessKey, credentials: await credentials() });
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const own = (server.address() as AddressInfo).port;
  const names = new Set([`127.0.0.1:${own}`, `localhost:${own}`]);
  return {
    url: `http://127.0.0.1:${own}/_lab/#key=${accessKey}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

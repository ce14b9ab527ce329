import { randomBytes } from "node:crypto";
import type { WebSocket } from "ws";
import type { Cloud } from "../../../../cloud.ts";
import type { Incoming } from "../../../../web/incoming.ts";
import type { Home } from "../../shared/homes.ts";
import type { Stage } from "../records.ts";

/** Milliseconds: how long a connection may be silent, and how long it may be at all. */
const IDLE = 600_000;
const LONGEST = 7_200_000;

/** Somebody who is connected to a WebSocket API, or is about to be. */
export interface Connection {
  readonly id: string;
  readonly api: string;
  readonly stage: Stage;
  readonly home: Home;
  /** The request that opened it. */
  readonly opened: Incoming;
  /** What its authorizer said. */
  authorizer?: Readonly<Record<string, unknown>>;
  readonly connectedAt: number;
  lastActiveAt: number;
  socket?: WebSocket;
}

/** An id as API Gateway makes them: `L0SM9cOFvHcCIhw=`. */
export function connectionId(): string {
  return randomBytes(11).toString("base64").replaceAll("/", "_").replaceAll("+", "-");
}

/** The connections of all WebSocket APIs. They end with the process, as sockets do. */
export class Connections {
  readonly #cloud: Cloud;
  readonly #open = new Map<string, Connection>();
  /** What is still to be told of connections that ended. */
  readonly #endings = new Set<Promise<void>>();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  find(api: string, stage: string, id: string): Connection | undefined {
    const found = this.#open.get(id);
    return found?.api === api && found.stage.StageName === stage ? found : undefined;
  }

  /** Keeps a connection until its socket closes; then `ended` is called. It ends by itself when it is silent, or old. */
  add(connection: Connection, socket: WebSocket, ended: (code: number, reason: string) => Promise<void>): void {
    const { clock } = this.#cloud;
    connection.socket = socket;
    this.#open.set(connection.id, connection);
    let idle = () => {};
    const watch = () => {
      idle = clock.after(Math.max(0, connection.lastActiveAt + IDLE - clock.now()), () => {
        // It may have been active since the watch began.
        if (clock.now() - connection.lastActiveAt < IDLE) watch();
        else socket.close(1001, "Going away");
      });
    };
    watch();
    const old = clock.after(LONGEST, () => socket.close(1001, "Going away"));
    socket.on("error", () => socket.terminate());
    socket.once("close", (code: number, reason: Buffer) => {
      idle();
      old();
      this.#open.delete(connection.id);
      const ending = ended(code, reason.toString()).catch((error) =>
        this.#cloud.log(`The end of the connection ${connection.id} could not be told: ${error.message}`),
      );
      this.#endings.add(ending);
      void ending.finally(() => this.#endings.delete(ending));
    });
  }

  /** Something was sent, by either side. */
  touch(connection: Connection): void {
    connection.lastActiveAt = this.#cloud.clock.now();
  }

  /** Ends the connections of an API that is gone. */
  closeAll(api: string): void {
    for (const connection of this.#open.values())
      if (connection.api === api) connection.socket?.close(1001, "Going away");
  }

  /** Ends the connections to an account's APIs, and waits until that is told. */
  async end(account: string): Promise<void> {
    await this.#terminate([...this.#open.values()].filter(({ home }) => home.account === account));
  }

  /** Ends all connections, and waits until that is told. */
  async close(): Promise<void> {
    await this.#terminate([...this.#open.values()]);
  }

  async #terminate(connections: readonly Connection[]): Promise<void> {
    for (const { socket } of connections) socket?.terminate();
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all(this.#endings);
  }
}

import { Connection, type ReadyRequest } from "./connection.ts";
import { median, quantile } from "./load.ts";
import { cpuOf } from "./process-tree.ts";

/** One server's part in a comparison: the requests that it gets in its turns. */
export interface Lane {
  readonly endpoint: string;
  /** The server's process; its descendants count as well. */
  readonly pid: number;
  /** They are sent in turn, from the first again after the last. */
  readonly requests: readonly ReadyRequest[];
  /** What is sent after each answer, as a part of the same operation. */
  readonly follow?: (answer: string) => Promise<ReadyRequest>;
}

/** How long a turn is: so many milliseconds, or so many requests. */
export type Turn = { readonly milliseconds: number } | { readonly requests: number };

/** How long one server is asked before the next one's turn, how often, and by how many callers at a time. */
export interface Turns {
  readonly slices: number;
  readonly turn: Turn;
  readonly callers: number;
}

/** What a server did in its slices: medians, over slices for what a slice has one of, and over requests for the times. */
export interface Measure {
  /** Operations a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of processor time for a request, of the server's whole process tree; undefined where it is not measured. */
  readonly cpu: number | undefined;
  /** The same of the best slice: what other processes disturbed least. */
  readonly leastCpu: number | undefined;
}

interface Slice {
  readonly times: readonly number[];
  readonly rate: number;
  readonly cpu: number | undefined;
}

/**
 * Asks all servers in short slices by turns, so that what else the machine does meets each of them alike. One that fails gets no
 * further turns.
 *
 * @returns a measure for each lane, or why there is none, in their order
 */
export async function interleaved(lanes: readonly Lane[], turns: Turns): Promise<(Measure | Error)[]> {
  const running = lanes.map((lane) => new RunningLane(lane, turns.callers));
  try {
    const slices = running.map((): Slice[] => []);
    const failures = new Map<number, Error>();
    for (let i = 0; i < turns.slices; i++) {
      // Who comes first changes, for the first one may find the processor cooler.
      for (let k = 0; k < running.length; k++) {
        const index = (k + i) % running.length;
        if (failures.has(index)) continue;
        const turn = (running[index] as RunningLane).slice(turns.turn);
        await turn.then(
          (slice) => slices[index]?.push(slice),
          (error: Error) => failures.set(index, error),
        );
      }
    }
    return slices.map((all, index) => failures.get(index) ?? measureOf(all));
  } finally {
    for (const lane of running) lane.close();
  }
}

function measureOf(slices: readonly Slice[]): Measure {
  const times = slices.flatMap((slice) => slice.times);
  const cpus = slices.flatMap(({ cpu }) => cpu ?? []);
  return {
    rate: median(slices.map(({ rate }) => rate)),
    p50: median(times),
    p99: quantile(times, 0.99),
    cpu: cpus.length > 0 ? median(cpus) : undefined,
    leastCpu: cpus.length > 0 ? Math.min(...cpus) : undefined,
  };
}

class RunningLane {
  readonly #lane: Lane;
  readonly #connections: readonly Connection[];
  #next = 0;

  constructor(lane: Lane, callers: number) {
    this.#lane = lane;
    this.#connections = Array.from({ length: callers }, () => new Connection(lane.endpoint));
  }

  /** Lets every caller send requests until the turn is over, and waits for the last answers. */
  async slice(turn: Turn): Promise<Slice> {
    await Promise.all(this.#connections.map((connection) => connection.open()));
    const { follow } = this.#lane;
    const times: number[] = [];
    const cpu = cpuOf(this.#lane.pid);
    const begun = performance.now();
    let sent = 0;
    const goesOn = (now: number) => ("requests" in turn ? sent < turn.requests : now - begun < turn.milliseconds);
    const caller = async (connection: Connection) => {
      for (let now = begun; goesOn(now); ) {
        sent++;
        if (follow) await connection.send(await follow(await connection.ask(this.#request())));
        else await connection.send(this.#request());
        const then = performance.now();
        times.push(then - now);
        now = then;
      }
    };
    await Promise.all(this.#connections.map(caller));
    const took = performance.now() - begun;
    const used = cpu === undefined ? undefined : (cpuOf(this.#lane.pid) ?? Number.NaN) - cpu;
    return {
      times,
      rate: (times.length / took) * 1000,
      cpu: used === undefined ? undefined : used / times.length,
    };
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  #request(): ReadyRequest {
    const { requests } = this.#lane;
    return requests[this.#next++ % requests.length] as ReadyRequest;
  }
}

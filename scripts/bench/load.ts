import { Connection, type ReadyRequest } from "./connection.ts";

/** What a run of requests took. */
export interface Load {
  /** Requests a second. */
  readonly rate: number;
  /** Milliseconds, the median request. */
  readonly p50: number;
  /** Milliseconds, the request that 99 of 100 are quicker than. */
  readonly p99: number;
}

/** Sends the requests over keep-alive connections, so many at a time, and fails on any answer but a success. */
export async function load(endpoint: string, requests: readonly ReadyRequest[], concurrency: number): Promise<Load> {
  const connections = Array.from({ length: concurrency }, () => new Connection(endpoint));
  await Promise.all(connections.map((connection) => connection.open()));
  const times: number[] = [];
  let next = 0;
  const caller = async (connection: Connection) => {
    for (let one = requests[next++]; one; one = requests[next++]) {
      const begun = performance.now();
      await connection.send(one);
      times.push(performance.now() - begun);
    }
  };
  try {
    const begun = performance.now();
    await Promise.all(connections.map(caller));
    const took = performance.now() - begun;
    return { rate: (requests.length / took) * 1000, p50: median(times), p99: quantile(times, 0.99) };
  } finally {
    for (const connection of connections) connection.close();
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that a share of the others is smaller than. */
export function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

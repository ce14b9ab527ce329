import { Agent, request } from "node:http";

/** A request that is ready to be sent: signing is not part of what is measured. */
export interface ReadyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Buffer;
}

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
  const { hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const times: number[] = [];
  let next = 0;
  const caller = async () => {
    for (let one = requests[next++]; one; one = requests[next++]) {
      const begun = performance.now();
      await send({ hostname, port, agent, ...one }, one.body);
      times.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: concurrency }, caller));
  const took = performance.now() - begun;
  agent.destroy();
  return { rate: (requests.length / took) * 1000, p50: median(times), p99: quantile(times, 0.99) };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that a share of the others is smaller than. */
export function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

function send(options: object, body: Buffer | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      if ((response.statusCode ?? 500) >= 300) reject(new Error(`The answer was ${response.statusCode}`));
      response.resume().once("end", resolve);
    });
    sent.once("error", reject).end(body);
  });
}

import type { Clock } from "../time/clock.ts";

/** What writes answers, in any version of HTTP. */
interface Response {
  setHeader(name: string, value: string): unknown;
  writeHead(status: number, ...rest: unknown[]): unknown;
}

/** Answers that carry the lab's time, whoever writes them. */
export function dated<Base>(base: Base, date: () => string): Base {
  const Undated = base as new (...parts: unknown[]) => Response;
  class Dated extends Undated {
    override writeHead(status: number, ...rest: unknown[]): unknown {
      const headers = rest.at(-1);
      // A list is written as it is; one header that was set before would make Node.js set them all one by one.
      if (Array.isArray(headers)) headers.push("date", date());
      else this.setHeader("date", date());
      return super.writeHead(status, ...rest);
    }
  }
  return Dated as unknown as Base;
}

/** The lab's time as a header, made once a second. Clients correct their clocks by it, and it may have been moved. */
export function dateHeader(clock: Pick<Clock, "now">): () => string {
  let second = Number.NaN;
  let text = "";
  return () => {
    const now = Math.floor(clock.now() / 1000);
    if (now !== second) [second, text] = [now, new Date(now * 1000).toUTCString()];
    return text;
  };
}

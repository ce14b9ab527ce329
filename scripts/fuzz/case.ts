import type { PlainRequest } from "./encode.ts";
import type { Sending } from "./exchange.ts";

/** One thing that is sent to the lab. */
export interface Case {
  /** Such as `call` or `http`. */
  readonly kind: string;
  /** Such as `s3 PutObject`. */
  readonly title: string;
  readonly bytes: Buffer;
  readonly sending?: Partial<Sending>;
  /** Whether the connection may be used again after it. */
  readonly reusable?: boolean;
  readonly isHead?: boolean;
  /** Whether an answer must come: the request is whole. */
  readonly answered: boolean;
  /** The protocol in which an error must be written; nothing for a deployed application, whose answers are its own. */
  readonly errors?: string | undefined;
  /** What a call was made from, so that a finding can be made smaller. */
  readonly call?: Call;
}

/** What is sent, before it is said of which kind it is. */
export type Message = Omit<Case, "kind">;

/** A call of an operation, before it is written down. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  /** Whether the root of the default account signs it, whose things the memory is of. */
  readonly isRoot: boolean;
  /** The same call with another input. */
  rebuild(input: Record<string, unknown>): Buffer;
  /** The same call changed before it is signed: its signature holds. */
  changed(change: (request: PlainRequest) => PlainRequest): Buffer;
}

/** A request as bytes. */
export function bytesOf({ method, target, headers, body }: PlainRequest): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body.length > 0 || method === "POST" || method === "PUT" ? `content-length: ${body.length}\r\n` : "";
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join("")}${length}\r\n`, "latin1"), body]);
}

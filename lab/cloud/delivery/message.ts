/** What one service sends to a resource of another one. Each target takes of it what its own API knows. It is plain data. */
export interface Message {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  /** What a topic tells people by mail. */
  readonly subject?: string;
  /** The message group, and what tells a repeated message, of first-in-first-out queues and topics. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** What an event bus calls it, and where it says that it comes from. */
  readonly event?: BusEvent;
  /** What an HTTP request carries besides its body. */
  readonly http?: HttpParts;
  /** The key under which a bucket keeps it, or by which a stream chooses its shard. */
  readonly key?: string;
}

/** An attribute as queues and topics know it. */
export interface MessageAttribute {
  /** `String`, `Number` or `Binary`, perhaps with a label of the sender's own (`Number.int`). */
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

/** An entry of PutEvents, besides its detail. */
export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  /** When it happened, in milliseconds since the epoch; now by default. */
  readonly time?: number;
  /** Of an event that comes from another bus: it stays the same event. */
  readonly forwarded?: { readonly id: string; readonly account: string; readonly region: string };
}

/** What a request for an HTTP endpoint carries besides its body. */
export interface HttpParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** What the wildcards of the path stand for, in their order. */
  readonly path?: readonly string[];
}

/** An attribute that holds text. */
export function textAttribute(StringValue: string): MessageAttribute {
  return { DataType: "String", StringValue };
}

/** An attribute that holds a number. */
export function numberAttribute(value: number): MessageAttribute {
  return { DataType: "Number", StringValue: String(value) };
}

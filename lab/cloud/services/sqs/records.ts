/** A queue. */
export interface Queue {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Tells it from others that had its name before. */
  readonly id: string;
  /** Counts its purges: its messages are kept apart by them. */
  readonly generation: number;
  /** In milliseconds since the epoch. */
  readonly created: number;
  readonly modified: number;
  /** When it was purged last. */
  readonly purged?: number;
  /** What was set, by the names of the API and as it answers them. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A message attribute, as its sender gave it. */
export interface StoredAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: Uint8Array;
}

export type StoredAttributes = Readonly<Record<string, StoredAttribute>>;

/** A message, as it was sent. Nothing of it changes. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** MD5 of the body, in hexadecimal digits. */
  readonly md5: string;
  readonly attributes?: StoredAttributes;
  /** The X-Ray trace header that came with it. */
  readonly trace?: string;
  /** The sender's unique id. */
  readonly sender: string;
  /** In milliseconds since the epoch. */
  readonly sent: number;
  readonly group?: string;
  readonly deduplicationId?: string;
  /** Of first-in-first-out queues. */
  readonly sequence?: string;
  /** ARN of the queue whose dead letter it is. */
  readonly deadLetterOf?: string;
  /** How often it was received from queues whose dead letter it became. */
  readonly receivedBefore?: number;
  /** The span of the trace in which it was sent. */
  readonly span?: string;
}

/** How a message stands. */
export interface Standing {
  /** Of the message, what keys are made of: it may be large itself. */
  readonly sent: number;
  readonly group?: string;
  readonly state: "visible" | "delayed" | "in flight";
  /** When it becomes visible, in milliseconds since the epoch; of a visible one, when it did. */
  readonly at: number;
  /** How often it was received from this queue. */
  readonly received: number;
  /** When it was received first. */
  readonly first?: number;
  /** What the receipt handle of its last receipt has. */
  readonly receipt?: string;
  /** When it was received last. */
  readonly handed?: number;
  /** Its receiver gave it back before its time. */
  readonly isReleased?: true;
}

/** How many messages of a queue stand how, and the number of its next one. */
export interface Counts {
  readonly next: number;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Nothing that is hidden can be received before this moment. It may be later: the message that it was of may be gone. */
  readonly due: number;
  /** No message was sent before this moment. Likewise. */
  readonly oldest: number;
}

/** A message group of which a first-in-first-out queue has messages. */
export interface Group {
  readonly inFlight: number;
  /** The number of its first message, when that may be received. */
  readonly ready?: number;
}

/** What the sender of a duplicate hears. */
export interface Original {
  readonly id: string;
  readonly sequence: string;
}

/** A message that was handed out. */
export interface HandedOut {
  readonly number: number;
  readonly receipt: string;
}

/** A task that moves the messages of a dead-letter queue. */
export interface MoveTask {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** ARNs. */
  readonly source: string;
  readonly destination?: string;
  /** Messages in a second. */
  readonly rate?: number;
  readonly started: number;
  readonly status: "RUNNING" | "COMPLETED" | "CANCELLED" | "FAILED";
  readonly moved: number;
  readonly toMove: number;
  readonly failure?: string;
}

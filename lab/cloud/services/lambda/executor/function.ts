import type { Writable } from "node:stream";
import type { Logging } from "./platform-log.ts";

/** What the executor needs to know of a function to run it. */
export interface RunnableFunction {
  /** Names the function's version among all: its qualified ARN. */
  readonly id: string;
  /** Changes with code and configuration: an environment of another revision gets no further event. */
  readonly revision: string;
  readonly name: string;
  readonly version: string;
  /** As CreateFunction names it, such as `nodejs22.x`. */
  readonly runtime: string;
  readonly handler: string;
  /** In megabytes. */
  readonly memory: number;
  /** In seconds. */
  readonly timeout: number;
  readonly region: string;
  readonly logGroup: string;
  readonly logging: Logging;
  /** Its environment is started before there is an event. */
  readonly isProvisioned?: boolean;
  /** The function's own environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** The folders with the function's code, made ready when they are not yet. */
  readonly folders: () => Promise<Folders>;
  /** A session of the function's role. */
  readonly credentials: () => Promise<RoleSession>;
  /** Takes what the function and its platform log, one event at a time. Must not throw. */
  readonly log: (stream: string, message: string) => void;
}

/** Where a function's files are. */
export interface Folders {
  /** Its code: `/var/task` on AWS. */
  readonly task: string;
  /** The content of its layers: `/opt` on AWS. */
  readonly opt: string;
  /** Packages that Node.js finds from the code, beside it: those of its layers, and the AWS SDK. */
  readonly packages: string;
}

/** Credentials that a function finds in its environment variables. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** In milliseconds of the lab's clock. */
  readonly expires: number;
}

/** One event for a function. */
export interface Invocation {
  readonly requestId: string;
  /** JSON. */
  readonly payload: Uint8Array;
  /** The ARN as the invoker wrote it, with its qualifier. */
  readonly arn: string;
  /** X-Ray's header, such as `Root=1-…;Parent=…;Sampled=0`. */
  readonly traceId: string;
  /** JSON, when the invoker gave one. */
  readonly clientContext?: string;
  /** The invoker wants to see the end of the log. */
  readonly wantsTail?: boolean;
  /** Takes the answer piece by piece when the function streams it; the outcome has no payload then. */
  readonly stream?: ResponseSink;
}

/** Where a streamed answer goes: called once, when it begins. Whoever gave it ends the stream when he has the outcome. */
export type ResponseSink = (contentType: string) => Writable;

/** How an invocation ended. */
export interface Outcome {
  /** The function's answer, or AWS's JSON of its error. */
  readonly payload: Buffer;
  /** Set when the function failed: `Runtime.ExitError`, `Sandbox.Timedout`, the class of the error that it threw… */
  readonly errorType?: string;
  /** The last 4 KB of the invocation's log, when the invoker wanted them. */
  readonly tail: Buffer;
  /** Whether the function did nothing but compute, as far as its runtime knows. */
  readonly computed?: boolean | undefined;
  /** How many milliseconds the handler had, and before it the initialisation of a new environment. */
  readonly took?: { readonly handler: number; readonly init?: number | undefined };
}

import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { NormalizedSchema } from "@smithy/core/schema";
import type { OperationModel, ServiceModel } from "./model.ts";

/** An API request whose operation is known and whose body has arrived (or is a stream that the operation reads). */
export interface WireRequest {
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Labels found in path and address. */
  readonly labels: Readonly<Record<string, string>>;
  /** The collected body; a stream only for an operation whose input streams. */
  readonly body: Buffer | Readable;
}

/** An answer, ready for the socket. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body?: Uint8Array | string | Readable | undefined;
}

/** An error as the wire layer sees it: every thrown thing becomes one of these before it is written. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** Whose fault it is: statuses below 500 are the caller's. */
  readonly fault: "Sender" | "Receiver";
  /** Members of the modelled error, or more elements of an unmodelled one. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly schema: NormalizedSchema | undefined;
  /** The code in the query protocol, where the model gives another one. */
  readonly queryCode: string;
}

export type Structure = Record<string, unknown>;

/** One of AWS's protocols: how inputs are read, outputs and errors are written. */
export interface Protocol {
  decode(operation: OperationModel, request: WireRequest): Structure;
  encode(operation: OperationModel, output: Structure, model: ServiceModel, requestId: string): WireResponse;
  /** The model is absent when the request named no service that the lab has. */
  encodeError(error: WireError, model: ServiceModel | undefined, requestId: string): WireResponse;
}

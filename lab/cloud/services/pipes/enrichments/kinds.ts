import type { PipeEnrichmentParameters } from "@aws-sdk/client-pipes";
import { request } from "../targets/endpoint.ts";
import { invoke } from "../targets/function.ts";
import { kindOf } from "../targets/kind.ts";
import type { OutgoingEvent, Sending } from "../targets/target.ts";

/** How an enrichment is called. */
interface Calling extends Pick<Sending, "arn" | "call" | "way"> {
  readonly events: readonly OutgoingEvent[];
  readonly parameters: PipeEnrichmentParameters;
}

/** A kind of enrichment: it answers events, so many at a time. */
interface Enrichment {
  readonly most: number;
  /** Resolves to what it answers, which is JSON or text. */
  call(calling: Calling): Promise<string>;
}

/** An API takes one event at a time. */
const endpoint: Enrichment = {
  most: 1,
  call: ({ events: [event], parameters, ...calling }) =>
    request(event as OutgoingEvent, parameters.HttpParameters, calling),
};

const ENRICHMENTS: ReadonlyMap<string, Enrichment> = new Map([
  ["events:api-destination", endpoint],
  ["execute-api", endpoint],
  ["lambda", { most: 10_000, call: (calling: Calling) => invoke(calling) }],
]);

/** How an enrichment is called; nothing when the lab can't. */
export function enrichmentOf(arn: string): Enrichment | undefined {
  return ENRICHMENTS.get(kindOf(arn));
}

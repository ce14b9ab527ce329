import type { PipeEnrichmentParameters } from "@aws-sdk/client-pipes";
import { request } from "../targets/api.ts";
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

const ENRICHMENTS: ReadonlyMap<string, Enrichment> = new Map([
  ["lambda", { most: 10_000, call: (calling: Calling) => invoke(calling) }],
  [
    "execute-api",
    {
      most: 1,
      call: ({ arn, events: [event], parameters, way }: Calling) =>
        request(arn, event as OutgoingEvent, parameters.HttpParameters ?? {}, way),
    },
  ],
]);

/** How an enrichment is called; nothing when the lab can't. */
export function enrichmentOf(arn: string): Enrichment | undefined {
  return ENRICHMENTS.get(kindOf(arn));
}

import { invalid, unsupported } from "../errors.ts";
import { parsed } from "../executions/event.ts";
import type { PipeEvent } from "../executions/pipe-event.ts";
import { step } from "../executions/stage.ts";
import type { Way } from "../executions/way.ts";
import type { PipeRecord } from "../records.ts";
import { kindOf } from "../targets/kind.ts";
import { transformed } from "../templates/transformed.ts";
import { enrichmentOf } from "./kinds.ts";

/** Enrichments that AWS has besides. */
const OTHERS: ReadonlyMap<string, string> = new Map([["states", "state machines of Step Functions as enrichments"]]);

/** Refuses what can't enrich events, or is not in the lab. */
export function checkEnrichment({ enrichment, region }: PipeRecord): void {
  if (enrichment === undefined) return;
  if (!enrichmentOf(enrichment)) {
    const other = OTHERS.get(kindOf(enrichment));
    throw other === undefined ? invalid(`${enrichment} can't be the enrichment of a pipe.`) : unsupported(other);
  }
  if (enrichment.split(":")[3] !== region)
    throw invalid(`The enrichment ${enrichment} must be in the pipe's region, ${region}.`);
}

/**
 * Has the enrichment of a pipe answer other events. None when it answers an empty list, or nothing: the target is not called then.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/pipes-enrichment.html
 */
export async function enrich(events: readonly PipeEvent[], way: Way): Promise<readonly PipeEvent[]> {
  const { pipe, log, cloud, session } = way;
  const { enrichment: arn = "", enrichmentParameters: parameters = {}, region } = pipe;
  const outgoing = await transformed("Enrichment", events, parameters.InputTemplate, way);
  const call = cloud.clients(session.caller, region);
  const answer = await step(
    "EnrichmentInvocation",
    log,
    async () => (await enrichmentOf(arn)?.call({ arn, events: outgoing, parameters, call, way })) ?? "",
    (given) => ({ awsRequest: outgoing.map(({ text }) => text), ...(given !== undefined && { awsResponse: given }) }),
  );
  return enrichedOf(answer);
}

function enrichedOf(answer: string): PipeEvent[] {
  if (answer === "") return [];
  const value = parsed(answer) ?? answer;
  if (value === null || answer === "null") return [];
  const values = Array.isArray(value) ? value : [value];
  return values.map((one) => ({ value: one, readable: one }));
}

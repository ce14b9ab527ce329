import type { PipeEvent } from "../executions/pipe-event.ts";
import { arnOf } from "../pipes/names.ts";
import type { TemplateFacts } from "./input-template.ts";

/** Finds the value for a place in a template. */
export type Reserved = (event: PipeEvent, facts: TemplateFacts) => unknown;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html#input-transform-reserved */
export const RESERVED: ReadonlyMap<string, Reserved> = new Map<string, Reserved>([
  ["aws.pipes.pipe-arn", (_event, { pipe }) => arnOf(pipe)],
  ["aws.pipes.pipe-name", (_event, { pipe }) => pipe.name],
  ["aws.pipes.source-arn", (_event, { pipe }) => pipe.source],
  ["aws.pipes.enrichment-arn", (_event, { pipe }) => pipe.enrichment],
  ["aws.pipes.target-arn", (_event, { pipe }) => pipe.target],
  ["aws.pipes.event.ingestion-time", (_event, { now }) => new Date(now).toISOString()],
  ["aws.pipes.event", ({ value }) => value],
  ["aws.pipes.event.json", ({ readable }) => (typeof readable === "object" ? readable : undefined)],
]);

import { randomUUID } from "node:crypto";
import type { Cloud } from "../../../cloud.ts";
import { excerpt } from "../../../trace/excerpt.ts";
import type { Phase, Span } from "../../../trace/span.ts";
import type { Invocation, Outcome } from "../executor/function.ts";
import type { FunctionName } from "../functions/names.ts";

/**
 * Shows a function's work on an event in the trace: its cold start and its handler as phases, and what it calls meanwhile as
 * children, which X-Ray's header leads back to it.
 */
export function traced<O extends Outcome>(
  { account, region, name }: FunctionName,
  invocation: Invocation,
  { trace, clock }: Cloud,
  work: (invocation: Invocation) => Promise<O>,
): Promise<O> {
  const caller = `arn:aws:lambda:${region}:${account}:function:${name}`;
  const begun = { id: randomUUID(), service: "function", operation: name, caller, account, at: clock.now(), region };
  return trace.record(begun, async (span) => {
    const start = performance.now();
    span.input = { requestId: invocation.requestId, event: excerpt(invocation.payload) };
    const parent = trace.continuedElsewhere(span);
    const outcome = await work({ ...invocation, traceId: withParent(invocation.traceId, parent) });
    span.phases = phasesOf(outcome, performance.now() - start);
    tell(span, outcome);
    return outcome;
  });
}

function tell(span: Span, { payload, errorType }: Outcome): void {
  span.output = excerpt(payload);
  if (errorType) span.error = errorType;
}

/** The handler's part is the last, the initialisation is what came before it; the rest was waiting for a process and its code. */
function phasesOf({ took }: Outcome, whole: number): Phase[] {
  if (!took) return [];
  const handler = Math.min(took.handler, whole);
  const phases = [{ name: "handler", from: whole - handler, took: handler }];
  if (took.init === undefined) return phases;
  const init = Math.min(took.init, whole - handler);
  return [{ name: "cold start", from: whole - handler - init, took: init }, ...phases];
}

/** X-Ray's header, with the part of the trace that goes on in the function as the parent. */
function withParent(header: string, parent: string): string {
  const others = header.split(";").filter((part) => part !== "" && !part.startsWith("Parent="));
  const [root = "", ...more] = others;
  return [root, `Parent=${parent}`, ...more].join(";");
}

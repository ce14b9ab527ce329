import type { PipeEvent } from "../executions/pipe-event.ts";
import { step } from "../executions/stage.ts";
import type { Way } from "../executions/way.ts";
import type { OutgoingEvent } from "../targets/target.ts";
import { compileTemplate } from "./input-template.ts";

/** Events as an enrichment or a target gets them. */
export async function transformed(
  stage: "Enrichment" | "Target",
  events: readonly PipeEvent[],
  template: string | undefined,
  { pipe, cloud, log }: Pick<Way, "pipe" | "cloud" | "log">,
): Promise<OutgoingEvent[]> {
  if (!template) return events.map(({ value, readable }) => ({ text: textOf(value), readable }));
  const now = cloud.clock.now();
  return await step(
    `${stage}Transformation`,
    log,
    () => {
      const write = compileTemplate(template);
      return events.map((event) => ({ text: write(event, { pipe, now }), readable: event.readable }));
    },
    (given) => ({ payload: (given ?? events).map((one) => ("text" in one ? one.text : one.value)) }),
  );
}

/** An enrichment may answer a text. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

import type { ExecutionLog } from "./execution-log.ts";
import type { PipeEvent } from "./pipe-event.ts";

type Name = "Enrichment" | "Target";

/** What a stage gives: the events that go on, or what came of sending them. */
type Staged = readonly PipeEvent[] | { readonly failed: readonly number[] };

/** A stage of an execution, as its log tells it. */
export async function stage<T extends Staged>(name: Name, log: ExecutionLog, work: () => Promise<T>): Promise<T> {
  log.info(`${name}StageEntered`);
  try {
    const given = await work();
    if ("failed" in given && given.failed.length > 0)
      log.error(`${name}StagePartiallyFailed`, new Error("The target did not take all events"));
    else log.info(`${name}StageSucceeded`);
    return given;
  } catch (error) {
    log.error(`${name}StageFailed`, error as Error);
    throw error;
  }
}

/** A step of a stage: a transformation, or the call itself. */
export async function step<T>(
  name: `${Name}${"Transformation" | "Invocation"}`,
  log: ExecutionLog,
  work: () => Promise<T> | T,
  data: (given?: T) => object = () => ({}),
): Promise<T> {
  log.trace(`${name}Started`, data());
  try {
    const given = await work();
    log.trace(`${name}Succeeded`, data(given));
    return given;
  } catch (error) {
    log.error(`${name}Failed`, error as Error, data());
    throw error;
  }
}

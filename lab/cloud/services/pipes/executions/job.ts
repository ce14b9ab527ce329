import { randomUUID } from "node:crypto";
import { pipeDialect } from "../../../delivery/pattern-dialects.ts";
import { compilePattern } from "../../../delivery/patterns.ts";
import type { Job } from "../../../delivery/polling/job.ts";
import type { SourceRecord } from "../../../delivery/source.ts";
import { arnOf } from "../pipes/names.ts";
import type { PipeRecord } from "../records.ts";
import { roleOf } from "../roles/role-sessions.ts";
import { openSource } from "../sources/opened.ts";
import { settingsOf, streamParameters } from "../sources/parameters.ts";
import type { PipesState } from "../state.ts";
import { deadLetterOf } from "./dead-letter.ts";
import { filteredOf } from "./event.ts";
import { execute } from "./execute.ts";
import type { Executed } from "./outcome.ts";

/** A dead-letter queue that takes nothing is tried a few times more. */
const RETRY_POLICY = { retries: 2, firstWait: 1000, longestWait: 1000 };

/** What a running pipe asks for: its events are filtered, enriched and sent. */
export function jobOf(pipe: PipeRecord, state: PipesState): Job<Executed> {
  const { account, region, name, id, source } = pipe;
  const { startingPosition, deadLetters } = streamParameters(pipe);
  const { cloud, pipes, outbox } = state;
  return {
    account,
    id,
    source,
    settings: settingsOf(pipe),
    isOn: pipe.state === "RUNNING",
    isInOrder: startingPosition !== undefined,
    open: () => openSource(pipe, state),
    isWanted: filterOf(pipe, state),
    work: (batch) => execute(batch, pipe, state),
    isThere: () => pipes.get(account, region, name)?.id === id,
    discard(discarded) {
      if (deadLetters === undefined) return;
      outbox.post([account, region, id], {
        to: deadLetters,
        message: deadLetterOf(discarded, pipe, cloud.clock.now()),
        as: roleOf(pipe),
        retryPolicy: RETRY_POLICY,
      });
    },
    onResult: () => {},
    onTrouble(error) {
      if (/NotFound|DoesNotExist|NonExistent/.test(error.name)) fail(pipe, state);
    },
  };
}

/** A pipe whose source is gone stops, and says so. */
function fail(pipe: PipeRecord, state: PipesState): void {
  const { account, region, name, id } = pipe;
  const now = state.pipes.get(account, region, name);
  if (now?.id !== id || now.state !== "RUNNING") return;
  const reason = streamParameters(pipe).startingPosition
    ? "Stream not found. To resume processing please delete the pipe and create a new one."
    : `The queue ${pipe.source} does not exist.`;
  const stopped: PipeRecord = { ...now, state: "STOPPED", reason };
  state.cloud.store.write(() => state.put(stopped));
  state.pollers.stop(stopped);
}

/** An event that fits one of a pipe's patterns is let through. What is not, is told to the trace. */
function filterOf(pipe: PipeRecord, state: PipesState): (record: SourceRecord) => boolean {
  const filters = pipe.sourceParameters.FilterCriteria?.Filters ?? [];
  if (filters.length === 0) return () => true;
  const patterns = filters.map(({ Pattern = "" }) => compilePattern(Pattern, pipeDialect));
  const unwanted = new Unwanted(pipe, state);
  return (record) => {
    const filtered = filteredOf(record);
    const isWanted = patterns.some((matches) => matches(filtered));
    if (!isWanted) unwanted.add(record);
    return isWanted;
  };
}

/** Tells the trace of events that a filter held back, those of one moment together. */
class Unwanted {
  readonly #pipe: PipeRecord;
  readonly #state: PipesState;
  #records: SourceRecord[] = [];

  constructor(pipe: PipeRecord, state: PipesState) {
    this.#pipe = pipe;
    this.#state = state;
  }

  add(record: SourceRecord): void {
    if (this.#records.length === 0) setImmediate(() => this.#tell());
    this.#records.push(record);
  }

  #tell(): void {
    const { trace, clock } = this.#state.cloud;
    const { name, account, region } = this.#pipe;
    const events = this.#records.length;
    const span = this.#records[0]?.span;
    this.#records = [];
    const arn = arnOf(this.#pipe);
    const begun = { id: randomUUID(), service: "pipes", operation: "Filter", caller: arn, account, region };
    trace.within(span, () =>
      trace.end(trace.begin({ ...begun, at: clock.now(), input: { pipe: name, filtered: events } })),
    );
  }
}

import type { Case } from "./case.ts";

/** Something that must not be. */
export interface Finding {
  readonly symptom: string;
  /** What tells it from others: the same fault is told once, with how often it was seen. */
  readonly key: string;
  readonly case: Case | undefined;
  readonly number: number | undefined;
  /** The lab's log from then. */
  readonly log: string;
  count: number;
  /** A smaller input with the same effect. */
  smaller?: Record<string, unknown> | undefined;
}

/** The findings of a run. */
export class Findings {
  readonly all: Finding[] = [];

  /** Adds a finding; answers it when it is a new one. */
  add(symptom: string, one: Case | undefined, number: number | undefined, log = ""): Finding | undefined {
    const key = keyOf(symptom, one, log);
    const known = this.all.find((finding) => finding.key === key);
    if (known) {
      known.count++;
      return undefined;
    }
    const finding = { symptom, key, case: one, number, log, count: 1 };
    this.all.push(finding);
    return finding;
  }
}

/** One fault in one place is one finding, whatever leads there: the top frames of the lab's own files, or the operation. */
function keyOf(symptom: string, one: Case | undefined, log: string): string {
  const frames = [...log.matchAll(/at (?:async )?(.*?\(?.*?lab\/\S+?):\d+\)?$/gm)].slice(0, 2).map(([, frame]) => frame);
  const kind = symptom.replace(/\d+(\.\d+)? ?(ms|MB|s)?/g, "#").slice(0, 60);
  return frames.length > 0 ? frames.join(" < ") : `${kind} ${one?.title.slice(0, 60)}`;
}

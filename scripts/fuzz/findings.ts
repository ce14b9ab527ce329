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

/** One fault in one place is one finding, whatever leads there: the error and the lab's own frame that it came through first. */
function keyOf(symptom: string, one: Case | undefined, log: string): string {
  const frame = /at (?:async )?(.*?lab\/\S+?:\d+):\d+\)?$/m.exec(log)?.[1];
  const error = /(?:failed: |^)(\w*Error: .{0,60})/m.exec(log)?.[1];
  if (frame) return `${error} ${frame}`;
  return `${symptom.replace(/[\d.]+/g, "#").slice(0, 60)} ${one?.title.slice(0, 60)}`;
}

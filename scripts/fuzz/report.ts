import { json } from "./encode.ts";
import type { Finding } from "./findings.ts";
import type { Summary } from "./run.ts";

/** More of a request is not shown. */
const SHOWN = 1_500;

/** A finding as a person reads it: what happened, where, and how to have it again. */
export function describe(
  { symptom, case: one, number, log, smaller }: Finding,
  seed: number,
  service?: string,
): string {
  const only = service ? ` --service ${service}` : "";
  const lines = [`FINDING: ${one ? `${one.title}: ` : ""}${symptom}`];
  if (number !== undefined) lines.push(`  replay: npm run fuzz -- --seed ${seed} --case ${number}${only}`);
  if (one?.call)
    lines.push(`  input: ${shown(json(smaller ?? one.call.input))}${smaller ? "" : " (did not come again by itself)"}`);
  else if (one) lines.push(`  request: ${shown(JSON.stringify(one.bytes.toString("latin1")))}`);
  if (log)
    lines.push(
      ...log
        .split("\n")
        .slice(0, 12)
        .map((line) => `  | ${shown(line).slice(0, 300)}`),
    );
  return lines.join("\n");
}

/** The figures of a run. */
export function summary({
  findings,
  kinds,
  statuses,
  operations,
  accepted,
  longestBlock,
  peakMemory,
}: Summary): string {
  const total = Object.values(kinds).reduce((sum, count) => sum + count, 0);
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  return [
    `${total} requests: ${list(kinds)}`,
    `${operations} operations called, ${accepted} of them with success`,
    `answers: ${list(statuses)}`,
    `longest block: ${longestBlock.ms} ms (${longestBlock.title || "none of 60 ms"}); peak memory: ${Math.round(peakMemory / 1024 / 1024)} MB`,
    `${findings.length} findings${findings.length > 0 ? `, seen ${findings.reduce((sum, { count }) => sum + count, 0)} times` : ""}`,
  ].join("\n");
}

/** A text with its long repetitions told by their number. */
function shown(whole: string): string {
  const text = whole.replace(/(.{1,8}?)\1{15,}/gs, (run, unit: string) => `⟨${unit} ×${run.length / unit.length}⟩`);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length} characters)` : text;
}

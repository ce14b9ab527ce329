import type { Span } from "../cloud/trace/span.ts";
import { isFailed, isShared, requestsIn, type TracedRequest, titleOf, whoCalled } from "../cloud/trace/span-tree.ts";
import type { LabPlace } from "../targets/client-settings.ts";
import { askLab, readLab } from "./lab-api.ts";
import { stopRequested } from "./stop.ts";

/** How many spans are remembered while the trace is followed, for the requests that they are parts of. */
const REMEMBERED = 1000;

/** What `lab trace` is told. */
export interface TraceOptions extends LabPlace {
  readonly follow?: boolean;
  readonly failed?: boolean;
  /** How many requests are printed of those that were before. */
  readonly last: number;
}

/**
 * `lab trace`: the last requests through a running lab, each with all that happened in it; with `follow`, also those that come,
 * until Ctrl-C.
 *
 * @param about a part of an operation, a path, a caller or an error; any by default
 */
export async function trace(
  about: string | undefined,
  { follow, failed, last, ...place }: TraceOptions,
): Promise<void> {
  const isWanted = (one: TracedRequest) =>
    (about === undefined || textOf(one).toLowerCase().includes(about.toLowerCase())) &&
    (!failed || one.rows.some(({ span }) => isFailed(span)));
  const { spans } = await readLab<{ spans: Span[] }>(place, "spans?limit=2000");
  const before = requestsIn(spans).filter(isWanted).slice(0, last).reverse();
  const shared = isShared(spans);
  for (const one of before) console.log(linesOf(one, shared).join("\n"));
  if (!follow) {
    if (before.length === 0) console.error("No such request since the lab started.");
    return;
  }
  const abort = new AbortController();
  void stopRequested().then(() => abort.abort());
  const remembered: Span[] = [];
  try {
    for await (const span of live(place, abort.signal)) {
      remembered.push(span);
      if (remembered.length > REMEMBERED) remembered.shift();
      // A request ends after all that happens in it.
      if (span.parent !== undefined) continue;
      const [one] = requestsIn(remembered).filter(({ root }) => root.id === span.id);
      if (one && isWanted(one)) console.log(linesOf(one, shared).join("\n"));
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  }
}

/** What happens in a lab, as it ends. */
async function* live(place: LabPlace, signal: AbortSignal): AsyncGenerator<Span> {
  const { body } = await askLab(place, "spans/live", { signal });
  if (!body) return;
  let rest = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + chunk).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) if (event.startsWith("data: ")) yield JSON.parse(event.slice("data: ".length)) as Span;
  }
}

/** @param shared whether whose a request is has to be told */
function linesOf({ root, rows }: TracedRequest, shared: boolean): string[] {
  const time = new Date(root.at).toISOString().slice(11, 23);
  return rows.map(({ span, depth }) => {
    const mark = isFailed(span) ? "✕ " : "";
    const [head, tail] = depth === 0 ? [`${time}  `, `  ${whoCalled(span, shared)}`] : [" ".repeat(12 + 2 * depth), ""];
    const outcome = [span.status, span.error].filter(Boolean).join(" ");
    const phases = span.phases?.map(({ name, took }) => `${name} ${took.toFixed(1)} ms`).join(", ");
    const facts = [outcome, `${(span.took ?? 0).toFixed(1)} ms`, phases && `(${phases})`].filter(Boolean).join("  ");
    return `${head}${mark}${titleOf(span)}  ${facts}${tail}`;
  });
}

function textOf({ root, rows }: TracedRequest): string {
  return [root.caller, ...rows.map(({ span }) => `${titleOf(span)} ${span.error ?? ""} ${span.status ?? ""}`)].join(
    " ",
  );
}

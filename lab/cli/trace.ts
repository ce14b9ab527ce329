import type { Span } from "../cloud/trace/span.ts";
import { isFailed, isShared, requestsIn, type TracedRequest, titleOf, whoCalled } from "../cloud/trace/span-tree.ts";
import { askLab, readLab } from "./lab-api.ts";
import { printLine } from "./output.ts";
import type { LabOptions } from "./place.ts";
import { stopRequested } from "./stop.ts";

/** How many spans are remembered while the trace is followed, for the requests that they are parts of. */
const REMEMBERED = 1000;

/** What `lab trace` is told. */
export interface TraceOptions extends LabOptions {
  readonly follow?: boolean;
  /** Only requests that failed. One that answered all the same did not, whatever failed inside it. */
  readonly failed?: boolean;
  /** False leaves out the CDK's requests. */
  readonly cdk?: boolean;
  /** How many requests are printed of those that were before. */
  readonly last: number;
}

/**
 * `lab trace`: the last requests through a running lab, each with all that happened in it; with `follow`, also those that come,
 * until Ctrl-C. As JSON, a request a line.
 *
 * @param about a part of an operation, a path, a caller or an error; any by default
 */
export async function trace(
  about: string | undefined,
  { follow, failed, last, cdk = true, ...place }: TraceOptions,
): Promise<void> {
  const isWanted = (one: TracedRequest) =>
    (place.account === undefined || one.root.account === place.account) &&
    (about === undefined || textOf(one).toLowerCase().includes(about.toLowerCase())) &&
    (!failed || isFailed(one.root)) &&
    (cdk || !isOfCdk(one.root));
  const { spans } = await readLab<{ spans: Span[] }>(place, "spans?limit=2000");
  const before = requestsIn(spans).filter(isWanted).slice(0, last).reverse();
  const shared = isShared(spans);
  const show = (one: TracedRequest) => {
    const { root, rows } = one;
    const json = { ...root, calls: rows.slice(1).map(({ span }) => span) };
    printLine(place, json, () => linesOf(one, shared).join("\n"));
  };
  for (const one of before) show(one);
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
      if (one && isWanted(one)) show(one);
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  }
}

/** What happens in a lab, as it ends. */
async function* live(place: LabOptions, signal: AbortSignal): AsyncGenerator<Span> {
  const { body } = await askLab(place, "spans/live", { signal });
  if (!body) return;
  let rest = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + chunk).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) if (event.startsWith("data: ")) yield JSON.parse(event.slice("data: ".length)) as Span;
  }
}

/** The roles of a bootstrapped account, and what the CDK's own clients say of themselves. */
const CDK_ROLE = /:assumed-role\/cdk-\w+-(deploy|lookup|file-publishing|image-publishing|cfn-exec)-role-/;
const CDK_AGENT = /\b(aws-cdk|cdk-assets)\b/;

/** Whether the CDK made a request, or CloudFormation by its order. */
function isOfCdk({ caller, http }: Span): boolean {
  const { "user-agent": agent = "" } = (http?.headers ?? {}) as { readonly "user-agent"?: unknown };
  return CDK_ROLE.test(caller) || CDK_AGENT.test(String(agent));
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

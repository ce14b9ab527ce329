import { validationError } from "../errors.ts";
import type { Existing } from "../records.ts";
import type { Task } from "./handlers.ts";

/** What a resource's CreationPolicy makes its stack wait for. */
export interface CreationPolicy {
  readonly count: number;
  /** Milliseconds. */
  readonly timeout: number;
}

/**
 * Reads a CreationPolicy: `{ResourceSignal: {Count: 2, Timeout: "PT15M"}}`. Throws AWS's ValidationError for a timeout that is
 * none. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html
 */
export function creationPolicy(written: unknown): CreationPolicy | undefined {
  const { ResourceSignal: signal } = Object(written);
  if (!signal) return undefined;
  return { count: Number(signal.Count ?? 1), timeout: milliseconds(String(signal.Timeout ?? "PT5M")) };
}

/** Waits for the signals that a new resource's policy wants before it counts as made. */
export async function untilSignalled(task: Task, { creationPolicy: policy }: Existing, tell: (reason: string) => void) {
  if (!policy) return;
  const { run, logicalId, signal } = task;
  const of = signalledResource(run.journal.stack.id, logicalId);
  const received = ({ status, uniqueId }: { status: string; uniqueId: string }) => {
    if (status === "SUCCESS") tell(`Received SUCCESS signal with UniqueId ${uniqueId}`);
  };
  await run.state.signals.wait({ of, ...policy, received }, signal);
  run.state.signals.forget(of);
}

/** How signals of a stack's resource are kept. */
export function signalledResource(stackId: string, logicalId: string): string {
  return `${stackId}/${logicalId}`;
}

function milliseconds(duration: string): number {
  const [whole, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  if (!whole || whole === "PT") throw validationError(`Invalid timeout value ${duration} in CreationPolicy`);
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

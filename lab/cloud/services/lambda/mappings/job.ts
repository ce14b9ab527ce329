import type { Outbox } from "../../../delivery/outbox.ts";
import type { Discarded, Job, OpenedStream, Owner } from "../../../delivery/polling/job.ts";
import type { RetryPolicy } from "../../../delivery/retry-policy.ts";
import { resolve } from "../functions/lookup.ts";
import { roleOf } from "../invocation/role-sessions.ts";
import type { MappingRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";
import { type BatchResult, filterOf, invokeWith } from "./batches.ts";
import { messageOf } from "./discards.ts";
import type { Results } from "./results.ts";

export const OK = "OK";
const CALL_FAILED = "PROBLEM: Function call failed";

/** Lambda tries a little longer than at once, and drops what can't be delivered. */
const RETRY_POLICY: RetryPolicy = { retries: 2, firstWait: 1000, longestWait: 1000 };

interface JobParts {
  readonly state: LambdaState;
  readonly outbox: Outbox;
  readonly results: Results;
}

/** What a mapping asks for: a function works on the events of its source. */
export function jobOf(mapping: MappingRecord, { state, outbox, results }: JobParts): Job<BatchResult> {
  const { account, region } = mapping.target;
  return {
    ...ownerOf(mapping),
    source: mapping.source,
    settings: mapping,
    isOn: mapping.enabled,
    isInOrder: mapping.startingPosition !== undefined,
    open: () => state.sources.open(mapping, state),
    isWanted: filterOf(mapping),
    work: (batch, more) => invokeWith(batch, mapping, { state, now: state.cloud.clock.now(), ...(more && { more }) }),
    isThere: () => state.mappings.has(account, region, mapping.uuid),
    discard: (discarded) => send(discarded, mapping, { state, outbox }),
    onResult: (hasFailed) => results.set(mapping, hasFailed ? CALL_FAILED : OK),
    onTrouble(error, opened) {
      if (opened) results.set(mapping, `PROBLEM: ${problemOf(error, mapping, opened)}`);
    },
  };
}

export function ownerOf({ uuid, target }: Pick<MappingRecord, "uuid" | "target">): Owner {
  return { account: target.account, id: uuid };
}

function problemOf(error: Error, { source }: MappingRecord, { actions }: OpenedStream): string {
  return /AccessDenied/.test(error.name) ? accessMessage(source, actions) : error.message;
}

/** What Lambda says when a role may not read a stream. */
export function accessMessage(stream: string, actions: readonly string[]): string {
  const all = `${actions.slice(0, -1).join(", ")}, and ${actions.at(-1)}`;
  return `Cannot access stream ${stream}. Please ensure the role can perform the ${all} Actions on your stream in IAM.`;
}

function send(
  discarded: Discarded<BatchResult>,
  mapping: MappingRecord,
  { state, outbox }: Pick<JobParts, "state" | "outbox">,
): void {
  const { target, onFailure, uuid } = mapping;
  // Without the function there is no role to send it as.
  if (onFailure === undefined || !state.functions.has(target.account, target.region, target.name)) return;
  const { Role } = resolve(target, state).version.configuration;
  outbox.post([target.account, target.region, uuid], {
    to: onFailure,
    message: messageOf(discarded, mapping, state.cloud.clock.now()),
    as: roleOf({ ...target, role: Role }),
    retryPolicy: RETRY_POLICY,
  });
}

import { createHash } from "node:crypto";
import { AwsError } from "../../../errors.ts";
import type { Collection } from "../../../store/collection.ts";
import type { DynamoDbContext } from "../state.ts";

/** For so long a token stands for the transaction that it came with first, in milliseconds. */
const VALID = 10 * 60 * 1000;

/** A transaction that was done, by its client's token. */
export interface DoneTransaction {
  /** A hash of what was asked for. */
  readonly request: string;
  readonly at: number;
  /** What reading its items takes, by the tables' names: a repetition takes that alone. */
  readonly reads: readonly (readonly [name: string, units: number])[];
}

/** The transaction that a token stands for, if it was done before. Throws when that was another one. */
export function doneBefore(token: string | undefined, request: string, context: DynamoDbContext) {
  if (token === undefined) return undefined;
  const { account, region, state, cloud } = context;
  const since = cloud.clock.now() - VALID;
  for (const period of [periodOf(since), periodOf(since) + 1]) {
    const done = state.transactions.get(account, region, period, token);
    if (!done || done.at <= since) continue;
    if (done.request !== request)
      throw new AwsError(
        "IdempotentParameterMismatchException",
        "Request was already executed with the same client request token and different parameters",
      );
    return done;
  }
  return undefined;
}

/** Remembers a transaction by its token, and forgets those of long ago. Only inside `store.write`. */
export function remember(
  token: string,
  done: DoneTransaction,
  { account, region, state, cloud }: DynamoDbContext,
): void {
  const period = periodOf(done.at);
  const old = { under: [account, region], before: [account, region, period - 1] };
  if (state.transactions.first(old) !== undefined) cloud.store.remove(state.transactions as Collection<unknown>, old);
  state.transactions.put([account, region, period, token], done);
}

export function hashOfRequest(request: unknown): string {
  const bytes = (_: string, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
  return createHash("sha256").update(JSON.stringify(request, bytes)).digest("base64");
}

/** Tokens are kept by the ten minutes in which they came, so that the old ones are found. */
function periodOf(moment: number): number {
  return Math.floor(moment / VALID);
}

import type { Collection } from "../../../store/collection.ts";
import { invalidParameter, throttled } from "../errors.ts";
import type { FunctionRecord } from "../records.ts";
import type { Lambda, LambdaContext } from "../state.ts";
import { openFunction } from "./lookup.ts";

/** AWS's default quota of an account in a region, and what of it must stay unreserved. */
export const ACCOUNT_LIMIT = 1000;
const UNRESERVED = 100;

export const putFunctionConcurrency: Lambda["PutFunctionConcurrency"] = (input, context) => {
  const { ReservedConcurrentExecutions: reserved } = input;
  const { state, account, region } = context;
  reserve(input, context, (record) => {
    let total = reserved - (record.reservedConcurrency ?? 0);
    for (const other of state.functions.values({ under: [account, region] })) total += other.reservedConcurrency ?? 0;
    if (total > ACCOUNT_LIMIT - UNRESERVED) {
      throw invalidParameter(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED}].`,
      );
    }
    return { ...record, reservedConcurrency: reserved };
  });
  return { ReservedConcurrentExecutions: reserved };
};

export const getFunctionConcurrency: Lambda["GetFunctionConcurrency"] = (input, context) => {
  const { reservedConcurrency } = openFunction(input, context);
  return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
};

export const deleteFunctionConcurrency: Lambda["DeleteFunctionConcurrency"] = (input, context) => {
  reserve(input, context, ({ reservedConcurrency: _, ...record }) => record);
  return {};
};

function reserve(
  input: { FunctionName: string },
  context: LambdaContext,
  change: (record: FunctionRecord) => FunctionRecord,
): void {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    const record = openFunction(input, context);
    state.functions.put([account, region, record.configuration.FunctionName], change(record));
  });
}

/** Counts the events that functions work on, and refuses those over a function's reserved concurrency, or the account's. */
export class Concurrency {
  readonly #functions: Collection<FunctionRecord>;
  readonly #running = new Map<string, number>();

  constructor(functions: Collection<FunctionRecord>) {
    this.#functions = functions;
  }

  /** Does `work` as one of the events of a function. Throws TooManyRequestsException when there are too many. */
  async during<R>({ configuration, reservedConcurrency }: FunctionRecord, work: () => Promise<R>): Promise<R> {
    const arn = configuration.FunctionArn;
    // Functions without a reservation share what is left of their account's limit.
    const pool = reservedConcurrency === undefined ? arn.slice(0, arn.indexOf(":function:")) : arn;
    const running = this.#running.get(pool) ?? 0;
    if (running >= (reservedConcurrency ?? this.#unreserved(pool, running))) {
      const limit = reservedConcurrency === undefined ? "ConcurrentInvocation" : "ReservedFunctionConcurrentInvocation";
      throw throttled(`${limit}LimitExceeded`);
    }
    this.#running.set(pool, running + 1);
    try {
      return await work();
    } finally {
      const left = (this.#running.get(pool) ?? 1) - 1;
      if (left > 0) this.#running.set(pool, left);
      else this.#running.delete(pool);
    }
  }

  /** What is left for the functions without a reservation. It is counted only when it could be reached. */
  #unreserved(pool: string, running: number): number {
    if (running < UNRESERVED) return UNRESERVED;
    const [, , , region = "", account = ""] = pool.split(":");
    let left = ACCOUNT_LIMIT;
    for (const { reservedConcurrency = 0 } of this.#functions.values({ under: [account, region] }))
      left -= reservedConcurrency;
    return left;
  }
}

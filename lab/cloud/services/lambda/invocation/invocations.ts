import { randomUUID } from "node:crypto";
import { accessDenied, throttled } from "../errors.ts";
import { failure } from "../executor/answer.ts";
import { CapacityExceeded } from "../executor/executor.ts";
import type { Invocation, Outcome, RunnableFunction } from "../executor/function.ts";
import { canRun } from "../executor/runtimes.ts";
import { routed } from "../functions/aliases.ts";
import { type Opened, resolve, versionOf } from "../functions/lookup.ts";
import type { FunctionName } from "../functions/names.ts";
import { attachedLayers } from "../layers/attached.ts";
import type { VersionRecord } from "../records.ts";
import type { LambdaState } from "../state.ts";
import { traced } from "./traced.ts";

/** How an invocation ended, and in which version of the function. */
export interface Executed extends Outcome {
  readonly version: string;
}

/** The version of a function that an event goes to. */
export type Chosen = Pick<Opened, "fn" | "version">;

/** Chooses the version that a name stands for this time: an alias may stand for two. */
export function choose(name: FunctionName, state: LambdaState): Chosen {
  return chosenOf(resolve(name, state), state);
}

/** The same of a name that was looked up already. */
export function chosenOf({ name, fn, version, alias }: Opened, state: LambdaState): Chosen {
  return { fn, version: alias?.weights ? versionOf(name, routed(alias, Math.random()), state) : version };
}

/**
 * Has a function work on an event. Throws TooManyRequestsException when it is at a limit, and AccessDeniedException when
 * Lambda may not assume its role; what goes wrong in the function itself is an outcome.
 */
export async function execute(
  name: FunctionName,
  invocation: Invocation,
  state: LambdaState,
  chosen: Chosen = choose(name, state),
): Promise<Executed> {
  const { fn, version } = chosen;
  const { Version } = version.configuration;
  const { runtime } = programOf(version);
  if (!(await canRun(runtime))) return { ...cannotRun(runtime), tail: Buffer.alloc(0), version: Version };
  try {
    const program = runnable(version, name, state);
    const work = () => traced(name, invocation, state.cloud, (event) => state.executor.invoke(program, event));
    return { ...(await state.concurrency.during(fn, work)), version: Version };
  } catch (error) {
    if (error instanceof CapacityExceeded) throw throttled("ConcurrentInvocationLimitExceeded");
    // The code that it was to start with may be gone when an update came in between.
    if (resolve(name, state).fn.code !== fn.code) return await execute(name, invocation, state);
    throw error;
  }
}

/** A trace header for an event that comes without one. X-Ray samples nothing here. */
export function newTraceId(now: number): string {
  // UUIDs come from a stock of randomness; random bytes of their own would be the slowest part of an invocation.
  const hex = (randomUUID() + randomUUID()).replaceAll("-", "");
  const seconds = Math.floor(now / 1000).toString(16);
  return `Root=1-${seconds}-${hex.slice(0, 24)};Parent=${hex.slice(24, 40)};Sampled=0`;
}

/** A version of a function as the executor runs it. */
export function runnable(
  record: VersionRecord,
  { account, region, name }: FunctionName,
  state: LambdaState,
): RunnableFunction {
  const { configuration, code, image } = record;
  const { FunctionArn, RevisionId, MemorySize, Timeout, Environment, LoggingConfig, Role } = configuration;
  const logGroup = LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
  const session = () => state.sessions.session({ account, region, name, role: Role });
  const caller = async () => (await session()).caller;
  return {
    id: FunctionArn,
    revision: RevisionId,
    name,
    version: configuration.Version,
    ...programOf(record),
    memory: MemorySize ?? 128,
    timeout: Timeout ?? 3,
    region,
    logGroup,
    logging: {
      format: LoggingConfig?.LogFormat ?? "Text",
      applicationLevel: LoggingConfig?.ApplicationLogLevel ?? "INFO",
      systemLevel: LoggingConfig?.SystemLogLevel ?? "INFO",
    },
    variables: { ...image?.variables, ...Environment?.Variables },
    folders: () => {
      if (image) return state.code.imageFolders(code);
      const layers = attachedLayers(configuration.Layers, state);
      return state.code.folders(
        code,
        layers.map((layer) => layer.code),
      );
    },
    credentials: () =>
      session().catch(() => {
        throw accessDenied("The role defined for the function cannot be assumed by Lambda.");
      }),
    log: (stream, message) => state.logs.write({ region, group: logGroup, stream, caller }, message),
  };
}

/** What runs a version, and the handler that it is to load: an image says so itself. */
function programOf({ configuration, image }: VersionRecord): { runtime: string; handler: string } {
  const { Runtime = "", Handler = "", ImageConfigResponse } = configuration;
  if (!image) return { runtime: Runtime, handler: Handler };
  const [handler = ""] = ImageConfigResponse?.ImageConfig?.Command ?? image.command;
  return { runtime: image.runtime, handler };
}

function cannotRun(runtime: string) {
  return failure(
    "Skylab.UnsupportedRuntime",
    `Skylab can't run functions of the runtime ${runtime}: it runs nodejs and provided ones, and those of Python where the host has python3.`,
  );
}

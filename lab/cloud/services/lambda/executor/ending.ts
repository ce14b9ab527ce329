import { type Answer, failure } from "./answer.ts";
import type { RunnableFunction } from "./function.ts";
import type { Exit } from "./runtime-process.ts";

/** How an event, or an initialisation, ended. */
export interface Ending {
  readonly answer: (requestId: string) => Answer;
  /** What the platform logs about it. */
  readonly line?: (requestId: string, now: Date) => string;
  /** What went wrong, other than that the function answered with an error. */
  readonly status?: "error" | "timeout";
  readonly errorType?: string | undefined;
}

/** The function answered, or its runtime told of its error. */
export function answered(answer: Answer): Ending {
  return { answer: () => answer, errorType: answer.errorType };
}

/** The process ended. */
export function exited({ errorType, message }: Exit): Ending {
  return {
    answer: (requestId) => failure(errorType, `RequestId: ${requestId} Error: ${message}`),
    line: (requestId) => `RequestId: ${requestId} Error: ${message}\n${errorType}\n`,
    status: "error",
    errorType,
  };
}

/** The function's time was over. */
export function timedOut({ timeout }: RunnableFunction): Ending {
  const message = `Task timed out after ${timeout.toFixed(2)} seconds`;
  const errorType = "Sandbox.Timedout";
  return {
    answer: (requestId) => failure(errorType, `RequestId: ${requestId} Error: ${message}`),
    line: (requestId, now) => `${now.toISOString()} ${requestId} ${message}\n\n`,
    status: "timeout",
    errorType,
  };
}

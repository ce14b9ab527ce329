/** The largest answer of a function in bytes: 6 MB and a little for what AWS wraps around it. */
export const MAX_ANSWER = 6_291_556;

/** The largest answer of a function that streams it, in bytes. */
export const MAX_STREAM = 200 * 2 ** 20;

/** What a runtime says about an event, or about its own start. */
export interface Answer {
  readonly payload: Buffer;
  readonly errorType?: string | undefined;
  /** Whether the function did nothing but compute, as far as its runtime knows. */
  readonly computed?: boolean | undefined;
}

/** An error of the platform itself, in the form in which runtimes report theirs. */
export function failure(errorType: string, errorMessage: string): Answer {
  return { errorType, payload: Buffer.from(JSON.stringify({ errorType, errorMessage })) };
}

/** What an answer that is too large becomes. */
export const tooLarge = failure(
  "Function.ResponseSizeTooLarge",
  `Response payload size exceeded maximum allowed payload size (${MAX_ANSWER} bytes).`,
);

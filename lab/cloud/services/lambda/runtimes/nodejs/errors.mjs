import { types } from "node:util";

/** An error whose `name` AWS gives to what goes wrong between runtime and function. */
class RuntimeError extends Error {
  /** @override */
  get name() {
    return `Runtime.${this.constructor.name}`;
  }
}

export class HandlerNotFound extends RuntimeError {}
export class MalformedHandlerName extends RuntimeError {}
export class CallbackHandlerDeprecated extends RuntimeError {}

export class ImportModuleError extends RuntimeError {
  /** @param {Error} cause */
  constructor(cause) {
    super(String(cause));
  }
}

export class UserCodeSyntaxError extends RuntimeError {
  /** @param {SyntaxError} cause Its stack names the faulty line, so it is kept. */
  constructor(cause) {
    super(String(cause));
    this.stack = cause.stack;
  }
}

export class UnhandledPromiseRejection extends RuntimeError {
  /**
   * @param {unknown} reason
   * @param {Promise<unknown>} promise
   */
  constructor(reason, promise) {
    super(String(reason));
    this.reason = reason;
    this.promise = promise;
  }
}

export class NodeJsExit extends RuntimeError {
  constructor() {
    super(
      "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
    );
  }
}

/**
 * An error as AWS reports it to the invoker.
 * @typedef {{ errorType: string, errorMessage: string, trace: string[] }} ErrorReport
 */

/**
 * @param {unknown} error Anything that was thrown
 * @returns {ErrorReport}
 */
export function reportOf(error) {
  try {
    if (isError(error)) return { errorType: error.name, errorMessage: error.message, trace: stackOf(error) };
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    const errorMessage =
      "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack";
    return { errorType: "handled", errorMessage, trace: [] };
  }
}

/**
 * An error as the log shows it: a tab, then JSON with everything that the error carries.
 * @param {unknown} error
 * @returns {string}
 */
export function formatError(error) {
  try {
    return `\t${JSON.stringify(error, (_key, value) => (value instanceof Error ? withAllProperties(value) : value))}`;
  } catch {
    return `\t${JSON.stringify(reportOf(error))}`;
  }
}

/** Where this runtime's files lie. On AWS that is /var/runtime. */
const RUNTIME = new URL(".", import.meta.url).href;

/**
 * @param {string} text
 * @returns {string} The same with the names that this runtime's files have on AWS: nobody needs to see where the lab lies.
 */
export function asOnAws(text) {
  return text.replaceAll(RUNTIME, "file:///var/runtime/");
}

/**
 * @param {{ stack?: string }} error
 * @returns {string[]} The lines of its stack.
 */
export function stackOf({ stack }) {
  return asOnAws(String(stack)).split("\n");
}

/**
 * @param {unknown} value
 * @returns {value is Error} An error of this realm, or of another, such as that of a `vm` context
 */
function isError(value) {
  if (types.isNativeError(value)) return true;
  const { name, message, stack } = /** @type {Partial<Error>} */ (value ?? {});
  return [name, message, stack].every((part) => typeof part === "string" && part !== "");
}

/** @param {Error & { code?: unknown }} error */
function withAllProperties(error) {
  return {
    errorType: error.name,
    errorMessage: error.message,
    code: error.code,
    ...error,
    stack: typeof error.stack === "string" ? stackOf(error) : error.stack,
  };
}

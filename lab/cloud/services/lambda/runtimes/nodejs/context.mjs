import process from "node:process";

/** @typedef {import("./runtime-client.mjs").Delivery} Delivery */

/**
 * What the context's methods act on.
 * @typedef {object} Ending
 * @property {boolean} waitsForEmptyEventLoop
 * @property {(error: unknown, result: unknown) => void} done
 * @property {(result: unknown) => void} succeed
 * @property {(error: unknown) => void} fail
 */

/**
 * The context object of a handler.
 * @param {Delivery} delivery
 * @param {Ending} ending
 */
export function contextOf(delivery, ending) {
  const methods = {
    get callbackWaitsForEmptyEventLoop() {
      return ending.waitsForEmptyEventLoop;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      ending.waitsForEmptyEventLoop = value;
    },
    succeed: ending.succeed,
    fail: ending.fail,
    done: ending.done,
  };
  return Object.assign(methods, baseContextOf(delivery));
}

/**
 * What every handler finds in its context; one that streams finds no more.
 * @param {Delivery} delivery
 */
export function baseContextOf({ id, deadline, arn, clientContext }) {
  return {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: clientContext && JSON.parse(clientContext),
    // Only the mobile SDKs of Cognito say one.
    identity: undefined,
    invokedFunctionArn: arn,
    awsRequestId: id,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

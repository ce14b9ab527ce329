import type { Target } from "../../delivery/target.ts";

/** A function takes a message as an event: it is queued, and the function's own retries follow. */
export const target: Target = {
  deliver: (arn, { body }, { call }) =>
    call.lambda.Invoke({ FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(body) }),
  check: (arn, { call }) => call.lambda.Invoke({ FunctionName: arn, InvocationType: "DryRun" }),
};

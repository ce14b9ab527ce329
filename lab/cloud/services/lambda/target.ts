import type { Target } from "../../delivery/target.ts";
import type { LambdaState } from "./state.ts";

/** A function takes a message as an event: it is queued, and the function's own retries follow. */
export const target: Target = {
  async deliver(arn, { body }, { call, cloud, failed }) {
    const { events } = (await cloud.service("lambda")).state as LambdaState;
    if (failed) events.hear(body, failed);
    try {
      await call.lambda.Invoke({ FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(body) });
    } catch (error) {
      events.unhear(body);
      throw error;
    }
  },
  check: (arn, { call }) => call.lambda.Invoke({ FunctionName: arn, InvocationType: "DryRun" }),
};

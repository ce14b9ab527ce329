import type { Limits } from "../../../service/limits.ts";
import { tooLarge } from "../errors.ts";

/** The largest events, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const LARGEST_EVENT = { synchronous: 6_291_456, asynchronous: 1_048_576 };

/** Code of 50 MiB in base64, as AWS counts it. */
const LARGEST_CODE = 70_167_211;

export const limits: Limits = {
  operations: {
    CreateFunction: LARGEST_CODE,
    UpdateFunctionCode: LARGEST_CODE,
    PublishLayerVersion: LARGEST_CODE,
    Invoke: LARGEST_EVENT.synchronous,
    InvokeWithResponseStream: LARGEST_EVENT.synchronous,
  },
  refusal: (operation, limit) => (operation.startsWith("Invoke") ? tooLarge("InvokeFunction", limit) : undefined),
};

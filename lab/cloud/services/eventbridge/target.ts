import type { Target } from "../../delivery/target.ts";
import { deliverToBus } from "./events/deliver-to-bus.ts";

/** A bus takes a message as an event. */
export const target: Target = {
  deliver: (arn, message, sending) => deliverToBus(arn, message, sending),
};

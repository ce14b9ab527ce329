import type { Target } from "../../delivery/target.ts";
import { deliverToEndpoint } from "./api-destinations/deliver.ts";
import { deliverToBus } from "./events/deliver-to-bus.ts";

/** A bus takes a message as an event, an API destination as a request. */
export const target: Target = {
  deliver: (arn, message, sending): Promise<unknown> =>
    arn.includes(":api-destination/") ? deliverToEndpoint(arn, message, sending) : deliverToBus(arn, message, sending),
};

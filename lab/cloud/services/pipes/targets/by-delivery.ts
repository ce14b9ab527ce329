import { sendWith } from "../../../delivery/send.ts";
import type { PipeTarget } from "./target.ts";

/** A target that takes events one by one, as its service takes messages from any other. */
export function byDelivery(most: number): PipeTarget {
  return {
    most,
    async send({ arn, events, call, way }) {
      const failed: number[] = [];
      let reason: unknown;
      for (const [place, { text }] of events.entries())
        await sendWith(arn, { body: text }, { call, cloud: way.cloud }).catch((error: Error) => {
          failed.push(place);
          reason = error;
        });
      if (failed.length === events.length) throw reason;
      return { failed };
    },
  };
}

import { type PipeTarget, placesOf } from "./target.ts";

/** A topic takes each event as a message. */
export const topic: PipeTarget = {
  most: 10,
  async send({ arn, events, call }) {
    const { Failed } = await call.sns.PublishBatch({
      TopicArn: arn,
      PublishBatchRequestEntries: events.map(({ text }, place) => ({ Id: String(place), Message: text })),
    });
    return { failed: placesOf(Failed) };
  },
};

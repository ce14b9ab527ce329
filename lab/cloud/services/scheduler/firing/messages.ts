import { randomUUID } from "node:crypto";
import type { Message } from "../../../delivery/message.ts";
import type { Schedule } from "../records.ts";
import { arnOf } from "../schedules/names.ts";
import { universalOf } from "./targets.ts";

/** It is known only when an attempt begins. */
export const ATTEMPT = "<aws.scheduler.attempt-number>";

/** One invocation among others of its schedule. */
export interface Occasion {
  /** In milliseconds since the epoch. */
  readonly scheduled: number;
  readonly execution: string;
}

/** What a target gets. */
export function messageOf(schedule: Schedule, occasion: Occasion): Message {
  const { Arn = "", Input, EventBridgeParameters: event, KinesisParameters, SqsParameters } = schedule.target;
  const usual = universalOf(Arn) ? "{}" : eventOf(schedule, occasion);
  return {
    body: Input === undefined ? usual : withAttributes(Input, schedule, occasion),
    ...(event && { event: { source: event.Source ?? "", detailType: event.DetailType ?? "", resources: [] } }),
    ...(KinesisParameters?.PartitionKey !== undefined && { key: KinesisParameters.PartitionKey }),
    ...(SqsParameters?.MessageGroupId !== undefined && { groupId: SqsParameters.MessageGroupId }),
  };
}

/** A moment as the Scheduler writes it. */
export function timeOf(moment: number): string {
  return new Date(moment).toISOString().replace(/\.\d+Z$/, "Z");
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function withAttributes(input: string, schedule: Schedule, { scheduled, execution }: Occasion): string {
  if (!input.includes("<aws.scheduler.")) return input;
  return input
    .replaceAll("<aws.scheduler.schedule-arn>", arnOf(schedule))
    .replaceAll("<aws.scheduler.scheduled-time>", timeOf(scheduled))
    .replaceAll("<aws.scheduler.execution-id>", execution);
}

/** What a target without an input of its own gets. */
function eventOf(schedule: Schedule, { scheduled }: Occasion): string {
  return JSON.stringify({
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: schedule.account,
    time: timeOf(scheduled),
    region: schedule.region,
    resources: [arnOf(schedule)],
    detail: "{}",
  });
}

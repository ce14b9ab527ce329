import { enrichmentOf } from "../enrichments/kinds.ts";
import { invalid, missing, unsupported } from "../errors.ts";
import type { PipeEvent } from "../executions/pipe-event.ts";
import { step } from "../executions/stage.ts";
import type { Way } from "../executions/way.ts";
import type { PipeRecord } from "../records.ts";
import { transformed } from "../templates/transformed.ts";
import { byDelivery } from "./by-delivery.ts";
import { endpoint } from "./endpoint.ts";
import { eventBus } from "./event-bus.ts";
import { lambdaFunction } from "./function.ts";
import { kindOf } from "./kind.ts";
import { logGroup } from "./log-group.ts";
import { queue } from "./queue.ts";
import { stream } from "./stream.ts";
import type { PipeTarget, Sent } from "./target.ts";
import { topic } from "./topic.ts";

/** Targets by the kind in their ARNs. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-target.html */
const TARGETS: ReadonlyMap<string, PipeTarget> = new Map([
  ["events:api-destination", endpoint],
  ["events:event-bus", eventBus],
  ["execute-api", endpoint],
  ["firehose", byDelivery(500)],
  ["kinesis", stream],
  ["lambda", lambdaFunction],
  ["logs", logGroup],
  ["sns", topic],
  ["sqs", queue],
]);

/** Those that AWS has besides. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ["states", "state machines of Step Functions as targets"],
  ["ecs", "tasks of ECS as targets"],
  ["batch", "job queues of Batch as targets"],
  ["redshift", "clusters of Redshift as targets"],
  ["redshift-serverless", "workgroups of Redshift as targets"],
  ["sagemaker", "pipelines of SageMaker as targets"],
  ["timestream", "tables of Timestream as targets"],
  ["inspector", "assessment templates of Inspector as targets"],
]);

/** Refuses what can't be a target, or is not in the lab. */
export function checkTarget({ target, targetParameters, region }: PipeRecord): void {
  const kind = kindOf(target);
  if (!TARGETS.has(kind)) {
    const other = OTHERS.get(kind);
    throw other === undefined ? invalid(`${target} can't be the target of a pipe.`) : unsupported(other);
  }
  if (target.split(":")[3] !== region) throw invalid(`The target ${target} must be in the pipe's region, ${region}.`);
  if (kind === "kinesis" && !targetParameters?.KinesisStreamParameters)
    throw missing("targetParameters.kinesisStreamParameters");
  if (target.endsWith(".fifo") && kind === "sqs" && !targetParameters?.SqsQueueParameters?.MessageGroupId)
    throw invalid("MessageGroupId must be provided for FIFO queues.");
}

/** How many events a pipe's enrichment and target take at a time. */
export function mostOf({ target, enrichment }: PipeRecord): number {
  const most = TARGETS.get(kindOf(target))?.most ?? 1;
  return Math.min(most, enrichment === undefined ? most : (enrichmentOf(enrichment)?.most ?? 1));
}

/** Sends events to the target of a pipe, as its template says. */
export async function sendTo(events: readonly PipeEvent[], way: Way): Promise<Sent> {
  const { pipe, log, cloud, session } = way;
  const { target: arn, targetParameters: parameters = {}, region } = pipe;
  const target = TARGETS.get(kindOf(arn)) as PipeTarget;
  if (events.length > target.most)
    throw invalid(`The target takes ${target.most} events at a time; the enrichment gave ${events.length}.`);
  const outgoing = await transformed("Target", events, parameters.InputTemplate, way);
  const call = cloud.clients(session.caller, region);
  return await step(
    "TargetInvocation",
    log,
    () => target.send({ arn, events: outgoing, parameters, call, way }),
    (sent) => ({ awsRequest: outgoing.map(({ text }) => text), ...(sent && { awsResponse: sent.answer ?? {} }) }),
  );
}

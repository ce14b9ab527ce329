import type { Address, Exchange } from "../../service/service.ts";

/** A request to a queue's own URL is about that queue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html */
export function address({ path }: Pick<Exchange, "path">): Address | undefined {
  return /\/\d{12}\/[\w.-]{1,80}\/?$/.test(path) ? { path, labels: { QueueUrl: path } } : undefined;
}

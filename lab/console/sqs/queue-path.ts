/** A queue's name, of its URL or its ARN. */
export function nameOf(queue: string): string {
  return queue.split(/[/:]/).at(-1) ?? "";
}

/** The path of a queue's page, of its URL, its ARN or its name. */
export function queuePath(queue: string): string {
  return `/sqs/${encodeURIComponent(nameOf(queue))}`;
}

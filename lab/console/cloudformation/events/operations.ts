import type { StackEvent } from "@aws-sdk/client-cloudformation";

/** A stretch of time in which something was done to a resource. */
export interface Bar {
  /** What was done: `CREATE`, `UPDATE_ROLLBACK`… */
  readonly action: string;
  readonly from: number;
  /** Missing while it is going on. */
  readonly to?: number;
  /** The last status that is known of it. */
  readonly status: string;
  readonly reason?: string | undefined;
}

/** What happened to a resource in an operation. */
export interface Row {
  readonly logicalId: string;
  readonly type: string;
  readonly bars: readonly Bar[];
}

/** What was done to a stack, from somebody's command to its end: a creation, an update, a deletion. */
export interface Operation {
  /** The event that began it. */
  readonly id: string;
  readonly action: string;
  readonly from: number;
  /** The time of its last event. */
  readonly to: number;
  /** The stack's status at its end, or now. */
  readonly status: string;
  /** Oldest first. */
  readonly events: readonly StackEvent[];
  readonly rows: readonly Row[];
}

/** Whether an event is about the stack itself, and not about a resource, or a stack nested in it. */
export function isOfStack({ PhysicalResourceId, StackId }: StackEvent): boolean {
  return PhysicalResourceId === StackId;
}

/** Whether an operation begins with an event. What follows by itself, such as a rollback, belongs to the operation before. */
export function beginsOperation(event: StackEvent): boolean {
  if (!isOfStack(event)) return false;
  const { ResourceStatus = "", ResourceStatusReason = "" } = event;
  if (/^(CREATE|UPDATE|DELETE|IMPORT|REVIEW)_IN_PROGRESS$/.test(ResourceStatus)) return true;
  return /ROLLBACK_IN_PROGRESS$/.test(ResourceStatus) && /user initiated/i.test(ResourceStatusReason);
}

/** Whether something is done in an operation that begins like this. A stack that waits for its first change set is in review. */
export function isWork({ ResourceStatus = "" }: { readonly ResourceStatus?: string }): boolean {
  return ResourceStatus !== "REVIEW_IN_PROGRESS";
}

/** Divides a stack's events, newest first as CloudFormation lists them, into operations, the newest first. */
export function operationsOf(events: readonly StackEvent[]): Operation[] {
  const groups: StackEvent[][] = [];
  for (const event of events.toReversed()) {
    const group = groups.at(-1);
    if (group && !beginsOperation(event)) group.push(event);
    else groups.push([event]);
  }
  return groups.map(operationOf).reverse();
}

/** What went wrong first, which is what made the rest fail. Resources that were stopped because of it are not meant. */
export function firstFailure({ events }: Pick<Operation, "events">): StackEvent | undefined {
  const failed = events.filter(
    ({ ResourceStatus = "", ResourceStatusReason = "" }) =>
      ResourceStatus.endsWith("_FAILED") && !/cancelled/i.test(ResourceStatusReason),
  );
  return failed.find((event) => !isOfStack(event)) ?? failed[0];
}

function operationOf(events: readonly StackEvent[]): Operation {
  const [first] = events;
  const byResource = new Map<string, StackEvent[]>();
  for (const event of events) {
    const { LogicalResourceId = "" } = event;
    byResource.set(LogicalResourceId, [...(byResource.get(LogicalResourceId) ?? []), event]);
  }
  const last = events.findLast(isOfStack) ?? first;
  return {
    id: first?.EventId ?? "",
    action: actionOf(first?.ResourceStatus),
    from: timeOf(first),
    to: timeOf(events.at(-1)),
    status: last?.ResourceStatus ?? "",
    events,
    rows: [...byResource].map(([logicalId, own]) => ({
      logicalId,
      type: own[0]?.ResourceType ?? "",
      bars: barsOf(own),
    })),
  };
}

/** What was done to one resource: each stretch from its first IN_PROGRESS until something else is told. */
function barsOf(events: readonly StackEvent[]): Bar[] {
  const bars: Bar[] = [];
  for (const event of events) {
    const { ResourceStatus: status = "", ResourceStatusReason: reason } = event;
    const open = bars.at(-1)?.to === undefined ? bars.pop() : undefined;
    const at = timeOf(event);
    const action = actionOf(status);
    if (!status.endsWith("_IN_PROGRESS")) bars.push({ action, from: at, ...open, to: at, status, reason });
    else if (open?.action === action) bars.push({ ...open, status });
    else bars.push(...(open ? [{ ...open, to: at }] : []), { action, from: at, status });
  }
  return bars;
}

function actionOf(status = ""): string {
  return status.replace(/_(IN_PROGRESS|COMPLETE|FAILED|SKIPPED)$/, "");
}

function timeOf(event: StackEvent | undefined): number {
  return event?.Timestamp?.getTime() ?? 0;
}

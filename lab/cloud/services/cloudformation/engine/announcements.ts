import type { Announcements } from "../../../delivery/announcements.ts";
import type { DriftDetection, EventRecord, StackRecord } from "../records.ts";

/** What of an event is told on an event bus. */
type Told = Pick<EventRecord, "logicalId" | "physicalId" | "type" | "status" | "reason">;

const SOURCE = "aws.cloudformation";

/**
 * Tells the default bus of a status of a stack, or of one of its resources. Only inside `store.write`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/events-detail-reference.html
 */
export function announceStatus(stack: StackRecord, told: Told, announcements: Announcements): void {
  const { account, region, id, token } = stack;
  const isStack = told.physicalId === id;
  const detailType = `CloudFormation ${isStack ? "Stack" : "Resource"} Status Change`;
  const place = { account, region, source: SOURCE, detailType };
  if (!announcements.isListening(place)) return;
  announcements.announce({
    ...place,
    resources: [id],
    detail: {
      "stack-id": id,
      ...(!isStack && {
        "logical-resource-id": told.logicalId,
        "physical-resource-id": told.physicalId,
        "resource-type": told.type,
      }),
      "status-details": { status: told.status, "status-reason": told.reason ?? "" },
      "client-request-token": token ?? "",
    },
  });
}

/** Tells the default bus that a stack was compared with what there is. Only inside `store.write`. */
export function announceDrift(stack: StackRecord, detection: DriftDetection, announcements: Announcements): void {
  const { account, region, id } = stack;
  announcements.announce({
    account,
    region,
    source: SOURCE,
    detailType: "CloudFormation Drift Detection Status Change",
    resources: [id],
    detail: {
      "stack-id": id,
      "stack-drift-detection-id": detection.id,
      "status-details": {
        "stack-drift-status": detection.drifted > 0 ? "DRIFTED" : "IN_SYNC",
        "detection-status": "DETECTION_COMPLETE",
      },
      "drift-detection-details": { "drifted-stack-resource-count": detection.drifted },
    },
  });
}

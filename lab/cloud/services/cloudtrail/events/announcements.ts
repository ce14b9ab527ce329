import type { Call } from "../../../audit/call.ts";
import { DETAIL_TYPE, sourceOnBus } from "../../../audit/told.ts";
import type { Cloud } from "../../../cloud.ts";
import { eventOf } from "./event.ts";

/**
 * Tells the default bus of calls. AWS does so for accounts in which a trail logs; here, none is needed.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function tell(calls: readonly Call[], cloud: Cloud): void {
  cloud.store.write(() => {
    for (const call of calls) {
      const { account, region } = call;
      const source = sourceOnBus(call);
      const detail = eventOf(call, cloud);
      cloud.announcements.announce({ account, region, source, detailType: DETAIL_TYPE, detail, resources: [] });
    }
  });
}

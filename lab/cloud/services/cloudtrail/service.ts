import { stored } from "../../service/coverage.ts";
import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { constraints } from "./constraints.ts";
import { lookupEvents } from "./events/lookup.ts";
import { CloudTrailState } from "./state.ts";
import * as insights from "./trails/insights.ts";
import * as logging from "./trails/logging.ts";
import * as selectors from "./trails/selectors.ts";
import * as tags from "./trails/tags.ts";
import * as trails from "./trails/trails.ts";

/**
 * AWS CloudTrail: the event history, and trails. README.md says what is told of which calls.
 *
 * Known gaps: no digest files, no insights, nothing is encrypted by KMS. Event data stores and what belongs to them (queries,
 * dashboards, channels, imports) are not there.
 */
export const service = defineService("cloudtrail", {
  constraints,
  sdk: () => import("@aws-sdk/client-cloudtrail"),
  state: CloudTrailState,
  access,
  audit: { resources: { Name: "AWS::CloudTrail::Trail", TrailName: "AWS::CloudTrail::Trail" } },
  resources: async () => (await import("./resources/index.ts")).resources,
  due: (timer, _moment, { deliveries }) => deliveries.due(timer),
  storedSettings: ["KmsKeyId", "EnableLogFileValidation"],
  operations: {
    AddTags: tags.addTags,
    CreateTrail: trails.createTrail,
    DeleteTrail: trails.deleteTrail,
    DescribeTrails: trails.describeTrails,
    GetEventSelectors: selectors.getEventSelectors,
    GetInsightSelectors: insights.getInsightSelectors,
    GetTrail: trails.getTrail,
    GetTrailStatus: logging.getTrailStatus,
    ListTags: tags.listTags,
    ListTrails: trails.listTrails,
    LookupEvents: lookupEvents,
    PutEventSelectors: selectors.putEventSelectors,
    PutInsightSelectors: stored(insights.putInsightSelectors),
    RemoveTags: tags.removeTags,
    StartLogging: logging.startLogging,
    StopLogging: logging.stopLogging,
    UpdateTrail: trails.updateTrail,
  },
});

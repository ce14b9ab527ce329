import { AwsError } from "../../../errors.ts";
import { invalidCombination } from "../errors.ts";
import type { CloudTrail } from "../state.ts";
import { arnOf, changeTrail, openAtHome, openTrail } from "./names.ts";

export const putInsightSelectors: CloudTrail["PutInsightSelectors"] = (input, context) => {
  const trail = openAtHome(trailIn(input), context);
  const { InsightSelectors = [] } = input;
  const types = InsightSelectors.map(({ InsightType }) => InsightType);
  if (new Set(types).size < types.length || types.includes(undefined))
    throw new AwsError("InvalidInsightSelectorsException", "Insight selectors must have different insight types.");
  changeTrail(trail, context, (one) => ({ ...one, insights: InsightSelectors }));
  return { TrailARN: arnOf(trail), InsightSelectors };
};

export const getInsightSelectors: CloudTrail["GetInsightSelectors"] = (input, context) => {
  const trail = openTrail(trailIn(input), context);
  if (trail.insights.length === 0) {
    const message = `Insights is not enabled for trail ${arnOf(trail)}.`;
    throw new AwsError("InsightNotEnabledException", message);
  }
  return { TrailARN: arnOf(trail), InsightSelectors: [...trail.insights] };
};

function trailIn(input: { readonly TrailName?: string; readonly EventDataStore?: string }): string {
  if (input.EventDataStore !== undefined)
    throw new AwsError("NotImplemented", "Skylab has no event data stores yet.", 501);
  if (input.TrailName === undefined) throw invalidCombination("You must specify a trail name or an event data store.");
  return input.TrailName;
}

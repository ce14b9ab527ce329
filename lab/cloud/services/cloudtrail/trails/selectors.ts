import type { AdvancedEventSelector, EventSelector } from "@aws-sdk/client-cloudtrail";
import { invalidSelectors } from "../errors.ts";
import type { Selectors } from "../records.ts";
import type { CloudTrail } from "../state.ts";
import { arnOf, changeTrail, openAtHome, openTrail } from "./names.ts";

/** What a trail wants that was told nothing. */
export const USUAL_SELECTORS: Selectors = {
  isUsual: true,
  basic: [
    { ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
  ],
};

const MOST_BASIC = 5;
const MOST_VALUES = 250;
const MOST_CONDITIONS = 500;
const BASIC_TYPES = new Set(["AWS::S3::Object", "AWS::Lambda::Function", "AWS::DynamoDB::Table"]);
const CATEGORIES = new Set(["Management", "Data", "NetworkActivity"]);
const FIELDS = new Set([
  "eventCategory",
  "eventName",
  "eventSource",
  "eventType",
  "errorCode",
  "readOnly",
  "resources.ARN",
  "resources.type",
  "sessionCredentialFromConsole",
  "userIdentity.arn",
  "vpcEndpointId",
]);

export const putEventSelectors: CloudTrail["PutEventSelectors"] = (input, context) => {
  const trail = openAtHome(input.TrailName ?? "", context);
  const { EventSelectors: basic, AdvancedEventSelectors: advanced } = input;
  if (basic?.length && advanced?.length)
    throw invalidSelectors("You can use either event selectors or advanced event selectors, but not both.");
  if (!basic?.length && !advanced?.length) throw invalidSelectors("Event selectors must not be empty.");
  const selectors: Selectors = advanced?.length
    ? { advanced: checkedAdvanced(advanced) }
    : { basic: checkedBasic(basic ?? []) };
  changeTrail(trail, context, (one) => ({ ...one, selectors }));
  return { TrailARN: arnOf(trail), ...shown(selectors) };
};

export const getEventSelectors: CloudTrail["GetEventSelectors"] = ({ TrailName = "" }, context) => {
  const trail = openTrail(TrailName, context);
  return { TrailARN: arnOf(trail), ...shown(trail.selectors) };
};

function shown(selectors: Selectors) {
  return "basic" in selectors
    ? { EventSelectors: [...selectors.basic] }
    : { AdvancedEventSelectors: [...selectors.advanced] };
}

function checkedBasic(selectors: readonly EventSelector[]): EventSelector[] {
  if (selectors.length > MOST_BASIC) throw invalidSelectors(`A trail can have up to ${MOST_BASIC} event selectors.`);
  const values = selectors.flatMap(({ DataResources = [] }) => DataResources.flatMap(({ Values = [] }) => Values));
  if (values.length > MOST_VALUES)
    throw invalidSelectors(`A trail can have up to ${MOST_VALUES} data resources across all event selectors.`);
  for (const { Type = "", Values = [] } of selectors.flatMap(({ DataResources = [] }) => DataResources)) {
    if (!BASIC_TYPES.has(Type)) throw invalidSelectors(`The data resource type ${Type} is not valid.`);
    const wrong = Values.find((value) => !/^arn:aws:(s3|lambda|dynamodb)(:|$)/.test(value));
    if (wrong !== undefined) throw invalidSelectors(`Value ${wrong} for DataResources.Values is invalid.`);
  }
  return selectors.map(({ ReadWriteType, IncludeManagementEvents, DataResources, ExcludeManagementEventSources }) => ({
    ReadWriteType: ReadWriteType ?? "All",
    IncludeManagementEvents: IncludeManagementEvents ?? true,
    DataResources: DataResources ?? [],
    ExcludeManagementEventSources: ExcludeManagementEventSources ?? [],
  }));
}

function checkedAdvanced(selectors: readonly AdvancedEventSelector[]): AdvancedEventSelector[] {
  let conditions = 0;
  for (const { FieldSelectors = [], Name = "" } of selectors) {
    if (Name.length > 1000) throw invalidSelectors("The name of an advanced event selector is too long.");
    const fields = FieldSelectors.map(({ Field }) => Field ?? "");
    const unknown = fields.find((field) => !FIELDS.has(field));
    if (unknown !== undefined)
      throw invalidSelectors(`The field ${unknown} is not valid in an advanced event selector.`);
    if (new Set(fields).size < fields.length)
      throw invalidSelectors("An advanced event selector can have each field only once.");
    for (const { Field: _field, ...operators } of FieldSelectors) {
      const values = Object.values(operators).flatMap((list) => list ?? []);
      if (values.length === 0) throw invalidSelectors("A field selector must have at least one operator with a value.");
      conditions += values.length;
    }
    const equals = (field: string) => FieldSelectors.find(({ Field }) => Field === field)?.Equals ?? [];
    const [category = "", more] = equals("eventCategory");
    if (more !== undefined || !CATEGORIES.has(category))
      throw invalidSelectors(
        "An advanced event selector must have eventCategory with the operator Equals and one value.",
      );
    if (category === "Data" && equals("resources.type").length !== 1)
      throw invalidSelectors("Data events need the field resources.type with the operator Equals and one value.");
  }
  if (conditions > MOST_CONDITIONS)
    throw invalidSelectors(`Advanced event selectors can have up to ${MOST_CONDITIONS} values in all.`);
  return [...selectors];
}

import type {
  AttributeValueUpdate,
  ConditionalOperator,
  ExpectedAttributeValue,
  Condition as OlderCondition,
} from "@aws-sdk/client-dynamodb";
import { invalid } from "../errors.ts";
import { type Condition, compileCondition } from "../expressions/conditions.ts";
import { type KeyCondition, keyConditionOf, keyPartsOf } from "../expressions/key-conditions.ts";
import { attributesToGet } from "../expressions/legacy/attributes-to-get.ts";
import { expectedCondition, olderFilter } from "../expressions/legacy/conditions.ts";
import { olderKeyCondition, olderKeyParts } from "../expressions/legacy/key-conditions.ts";
import { checkOneStyle } from "../expressions/legacy/one-style.ts";
import { attributeUpdates } from "../expressions/legacy/updates.ts";
import { type ExpressionInput, type Placeholders, placeholdersOf } from "../expressions/placeholders.ts";
import { compileProjection, type Projection } from "../expressions/projections.ts";
import { compileUpdate, type Update } from "../expressions/updates.ts";
import type { KeySchema } from "../records.ts";
import type { AttributeValue } from "../values/attribute-value.ts";

/** The members of requests that say which attributes are read. */
export interface ProjectionInput extends ExpressionInput {
  readonly AttributesToGet?: readonly string[] | undefined;
}

/** Those of a condition that a write depends on. */
export interface ConditionInput extends ExpressionInput {
  readonly Expected?: Readonly<Record<string, ExpectedAttributeValue>> | undefined;
  readonly ConditionalOperator?: ConditionalOperator | undefined;
}

/** Those of an update. */
export interface UpdateInput extends ConditionInput {
  readonly AttributeUpdates?: Readonly<Record<string, AttributeValueUpdate>> | undefined;
}

/** Those of Query and Scan. */
export interface ReadInput extends ProjectionInput {
  readonly QueryFilter?: Readonly<Record<string, OlderCondition>> | undefined;
  readonly ScanFilter?: Readonly<Record<string, OlderCondition>> | undefined;
  readonly KeyConditions?: Readonly<Record<string, OlderCondition>> | undefined;
  readonly ConditionalOperator?: ConditionalOperator | undefined;
}

/** What a query asks of a key, once it is known which. */
export interface KeyQuestion {
  readonly values: readonly { readonly attribute: string; readonly values: readonly AttributeValue[] }[];
  readonly of: (key: KeySchema) => KeyCondition;
}

/** What a request wants to have of items; nothing when it wants all. */
export function projectionOf(input: ProjectionInput): Projection | undefined {
  checkOneStyle(input);
  const placeholders = placeholdersOf(input, ["ProjectionExpression"]);
  const projection = anyProjection(input, placeholders);
  placeholders.checkUsed();
  return projection;
}

/** What must hold for an item that is written. */
export function conditionOf(input: ConditionInput): Condition | undefined {
  checkOneStyle(input);
  const placeholders = placeholdersOf(input, ["ConditionExpression"]);
  const condition = anyCondition(input, placeholders);
  placeholders.checkUsed();
  return condition;
}

/** What an update does, and what must hold for it. */
export function updateOf(input: UpdateInput): { update: Update | undefined; condition: Condition | undefined } {
  checkOneStyle(input);
  const placeholders = placeholdersOf(input, ["UpdateExpression", "ConditionExpression"]);
  const { UpdateExpression, AttributeUpdates } = input;
  const update = UpdateExpression === undefined ? undefined : compileUpdate(UpdateExpression, placeholders);
  const condition = anyCondition(input, placeholders);
  placeholders.checkUsed();
  return { update: update ?? (AttributeUpdates && attributeUpdates(AttributeUpdates)), condition };
}

/** What a query wants of which items. */
export function queryOf(input: ReadInput) {
  checkOneStyle(input);
  const placeholders = placeholdersOf(input, ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"]);
  const key = keyQuestion(input, placeholders);
  const filter = anyFilter(input, input.QueryFilter, placeholders);
  const projection = anyProjection(input, placeholders);
  placeholders.checkUsed();
  return { key, filter, projection };
}

/** What a scan wants of which items. */
export function scanOf(input: ReadInput) {
  checkOneStyle(input);
  const placeholders = placeholdersOf(input, ["ProjectionExpression", "FilterExpression"]);
  const filter = anyFilter(input, input.ScanFilter, placeholders);
  const projection = anyProjection(input, placeholders);
  placeholders.checkUsed();
  return { filter, projection };
}

function anyProjection({ ProjectionExpression: text, AttributesToGet }: ProjectionInput, placeholders: Placeholders) {
  if (text !== undefined) return compileProjection(text, placeholders);
  return AttributesToGet && attributesToGet(AttributesToGet);
}

function anyCondition(input: ConditionInput, placeholders: Placeholders): Condition | undefined {
  const { ConditionExpression: text, Expected, ConditionalOperator } = input;
  if (text !== undefined) return compileCondition(text, "ConditionExpression", placeholders);
  return expectedCondition(Expected, ConditionalOperator);
}

function anyFilter(
  { FilterExpression: text, ConditionalOperator }: ReadInput,
  older: ReadInput["QueryFilter"],
  placeholders: Placeholders,
): Condition | undefined {
  if (text !== undefined) return compileCondition(text, "FilterExpression", placeholders);
  return olderFilter(older, ConditionalOperator);
}

function keyQuestion(
  { KeyConditionExpression: text, KeyConditions }: ReadInput,
  placeholders: Placeholders,
): KeyQuestion {
  if (text !== undefined) {
    const values = keyPartsOf(text, placeholders);
    return { values, of: (key) => keyConditionOf(values, key) };
  }
  if (!KeyConditions)
    throw invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
  const values = olderKeyParts(KeyConditions);
  return { values, of: (key) => olderKeyCondition(values, key) };
}

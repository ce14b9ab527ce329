import type { AttributeValueUpdate } from "@aws-sdk/client-dynamodb";
import { invalidParameters } from "../../errors.ts";
import { typeOf } from "../../values/attribute-value.ts";
import { checkedValue } from "../../values/check.ts";
import { type Action, adding, deleting, removing, wrongAttribute } from "../outcomes.ts";
import { type Update, updateOf } from "../updates.ts";

const SETS = ["SS", "NS", "BS"];

/** The update that AttributeUpdates makes. Throws what DynamoDB says of what is wrong with it. */
export function attributeUpdates(updates: Readonly<Record<string, AttributeValueUpdate>>): Update {
  return updateOf(Object.entries(updates).map(([name, update]) => actionOf(name, update)));
}

function actionOf(name: string, { Action: action = "PUT", Value: given }: AttributeValueUpdate): Action {
  const path = [name];
  if (!given) {
    if (action === "DELETE") return removing(path);
    throw invalidParameters("Only DELETE action is allowed when no attribute value is specified");
  }
  const value = checkedValue(given);
  const type = typeOf(value);
  if (action === "DELETE") {
    if (!SETS.includes(type)) throw invalidParameters(`DELETE action with value is not supported for the type ${type}`);
    return deleting(path, value, wrongAttribute);
  }
  if (action === "PUT") return { path, outcome: () => value };
  // It appends to lists as well, which no documentation says.
  if (![...SETS, "N", "L"].includes(type)) throw invalidParameters(`ADD action is not supported for the type ${type}`);
  return adding(path, value, wrongAttribute);
}

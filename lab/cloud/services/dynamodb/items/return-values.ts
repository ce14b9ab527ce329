import type { ReturnValue } from "@aws-sdk/client-dynamodb";
import { invalid } from "../errors.ts";
import type { Update } from "../expressions/updates.ts";
import type { AttributeValue, Item } from "../values/attribute-value.ts";

/** What is put or removed has no part that was updated. */
export function checkOldOrNone(returned: ReturnValue | undefined): void {
  if (returned !== undefined && returned !== "ALL_OLD" && returned !== "NONE")
    throw invalid("ReturnValues can only be ALL_OLD or NONE");
}

/** The item that there was, if it is asked for. */
export function oldIf(
  returned: ReturnValue | undefined,
  before: Item | undefined,
): Record<string, AttributeValue> | undefined {
  return returned === "ALL_OLD" && before ? { ...before } : undefined;
}

/** What an update answers of the item before or after it. */
export function updatedValues(
  returned: ReturnValue | undefined,
  update: Update | undefined,
  before: Item | undefined,
  after: Item | undefined,
): Record<string, AttributeValue> | undefined {
  const item = returned?.endsWith("_OLD") ? before : after;
  if (returned === undefined || returned === "NONE" || !item) return undefined;
  const shown = returned.startsWith("ALL") ? item : (update?.updated(item) ?? {});
  return Object.keys(shown).length > 0 ? { ...shown } : undefined;
}

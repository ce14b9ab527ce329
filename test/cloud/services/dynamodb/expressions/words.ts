import { expect } from "chai";
import { Placeholders } from "../../../../../lab/cloud/services/dynamodb/expressions/placeholders.ts";
import type { AttributeValue, Item } from "../../../../../lab/cloud/services/dynamodb/values/attribute-value.ts";

/** What a call throws as a ValidationException: its message; or a report that it threw none. */
export function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect((error as Error).name, (error as Error).stack).to.equal("ValidationException");
    return (error as Error).message;
  }
  return "no refusal";
}

/** Placeholders that have the names and values that a case mentions, and no others. */
export function mentioned(text: string, names: Record<string, string>, values: Item): Placeholders {
  const used = <T>(all: Record<string, T>) => {
    const some = Object.entries(all).filter(([token]) => new RegExp(`${token}(?![A-Za-z0-9_])`).test(text));
    return some.length > 0 ? Object.fromEntries(some) : undefined;
  };
  return new Placeholders(used(names), used(values as Record<string, AttributeValue>));
}

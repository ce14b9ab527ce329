import type { Select } from "@aws-sdk/client-dynamodb";
import { invalidParameters } from "../errors.ts";
import type { Projection } from "../expressions/projections.ts";
import type { IndexRecord, TableRecord } from "../records.ts";
import type { Item } from "../values/attribute-value.ts";
import { projectedNames } from "./projected.ts";

/** What a reader wants to have of items. */
export interface Selection {
  readonly isCount: boolean;
  /** Whether an index lacks attributes that are asked for. */
  readonly fetches: boolean;
  readonly project: ((item: Item) => Item) | undefined;
}

interface SelectInput {
  readonly Select?: Select;
  readonly IndexName?: string;
  readonly AttributesToGet?: readonly string[];
}

/** Checks `Select` against the projection, whatever the table. */
export function checkSelect(input: SelectInput, projection: Projection | undefined): void {
  const { Select: select, IndexName, AttributesToGet } = input;
  if (select === "ALL_PROJECTED_ATTRIBUTES" && IndexName === undefined)
    throw invalidParameters("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  if (projection && select !== undefined && select !== "SPECIFIC_ATTRIBUTES") {
    const of = select === "COUNT" ? "only the Count" : select;
    const parameter = AttributesToGet ? "AttributesToGet" : "ProjectionExpression";
    throw invalidParameters(`Cannot specify the ${parameter} when choosing to get ${of}`);
  }
  if (!projection && select === "SPECIFIC_ATTRIBUTES")
    throw invalidParameters(
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES",
    );
}

/** What of the items is read, and answered. Throws AWS's error for what a global index has not. */
export function selectionOf(
  select: Select | undefined,
  projection: Projection | undefined,
  table: TableRecord,
  index: IndexRecord | undefined,
): Selection {
  const isCount = select === "COUNT";
  const project = projection?.apply;
  const has = index && projectedNames(index, table);
  if (!index || !has) return { isCount, fetches: false, project };
  const wantsAll = select === "ALL_ATTRIBUTES";
  const names = new Set(projection?.paths.map(([name]) => name as string));
  const missing = [...names].filter((name) => !has.has(name));
  if (index.kind === "global") {
    if (wantsAll)
      throw invalidParameters(
        `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
      );
    if (missing.length > 0)
      throw invalidParameters(`Global secondary index ${index.name} does not project [${missing.join(", ")}]`);
  }
  return { isCount, fetches: wantsAll || missing.length > 0, project };
}

import type { Range } from "../../../store/collection.ts";
import { invalid } from "../errors.ts";
import type { DynamoDb } from "../state.ts";
import { openIndex, openTable } from "../tables/lookup.ts";
import { answerPage, checkConsistency, throttlePage } from "./answer-page.ts";
import { scanOf } from "./expressions.ts";
import { after, placeOf, readPage } from "./read-range.ts";
import { checkSelect, selectionOf } from "./selection.ts";
import { checkedStart, startOf } from "./start-keys.ts";
import { checkKeysAreWhole } from "./whole-keys.ts";
import { inOlderWords } from "./wording.ts";

/** Reads all items of a table or an index, or those of one of its segments, in no order that means anything. */
export const scan: DynamoDb["Scan"] = async (input, context) => {
  const { TableName, IndexName, Select, ExclusiveStartKey, Limit, Segment, TotalSegments } = input;
  const start = inOlderWords(() => checkedStart(ExclusiveStartKey));
  checkSegments(Segment, TotalSegments);
  const { filter, projection } = inOlderWords(() => scanOf(input));
  checkSelect(input, projection);
  const table = openTable(TableName, context);
  const index = IndexName === undefined ? undefined : openIndex(table, IndexName);
  checkConsistency(input, index);
  checkKeysAreWhole([...(filter?.paths ?? []), ...(projection?.paths ?? [])], table);
  const { isCount, fetches, project } = selectionOf(Select, projection, table, index);
  const place = placeOf(table, index);
  const whole = segmentRange(place, Segment, TotalSegments);
  const first = start && startOf(start, table, index);
  if (first && !isWithin(first[place.length] as string, Segment, TotalSegments))
    throw invalid(
      `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${TotalSegments} Segment: ${Segment}`,
    );
  const range = first ? after(first, whole) : whole;
  const page = await readPage({ table, index, range, limit: Limit, fetches, filter: filter?.matches }, context.state);
  throttlePage(page, { input, table, index }, context);
  return answerPage(page, { input, table, index, isCount, project });
};

function checkSegments(segment: number | undefined, total: number | undefined): void {
  if (segment !== undefined && total === undefined)
    throw invalid(
      "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
    );
  if (segment === undefined && total !== undefined)
    throw invalid(
      "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
    );
  if (segment !== undefined && total !== undefined && segment >= total)
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
}

/** A segment is an equal part of all partitions' hashes. */
function segmentRange(under: readonly string[], segment = 0, total = 1): Range {
  const [from, before] = [firstHash(segment, total), firstHash(segment + 1, total)];
  return { under, from: [...under, from], ...(segment + 1 < total && { before: [...under, before] }) };
}

function isWithin(hash: string, segment = 0, total = 1): boolean {
  return hash >= firstHash(segment, total) && (segment + 1 === total || hash < firstHash(segment + 1, total));
}

/** The first of the hashes of a segment: all have 32 hexadecimal digits. */
function firstHash(segment: number, total: number): string {
  return ((BigInt(segment) << 128n) / BigInt(total)).toString(16).padStart(32, "0");
}

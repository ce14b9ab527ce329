import type { ExecuteStatementInput } from "@aws-sdk/client-dynamodb";
import type { Range } from "../../../../store/collection.ts";
import { keyIn } from "../../items/keys.ts";
import { after, type Page, type Reading, readPage } from "../../items/read-range.ts";
import { startOf } from "../../items/start-keys.ts";
import type { IndexRecord, KeySchema, TableRecord } from "../../records.ts";
import type { DynamoDbContext } from "../../state.ts";
import type { Item } from "../../values/attribute-value.ts";
import { opened, type Position } from "./next-token.ts";

/** So many parts of a table are read for one page. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-operators.html */
const READS_OF_A_PAGE = 10;
const LARGEST_PAGE = 1024 * 1024;
/** A unit of capacity reads so many bytes. */
const READ_UNIT = 4096;

/** Reads one part after the other, until a page is full. */
export async function readParts(
  ranges: readonly Range[],
  { isReverse, ...reading }: Omit<Reading, "range" | "limit"> & { readonly isReverse: boolean },
  input: ExecuteStatementInput,
  { state }: DynamoDbContext,
): Promise<{ page: Page; next: Position | undefined }> {
  const { table, index } = reading;
  const start = opened(input);
  const page: Page = { items: [], scanned: 0, bytes: 0, fetched: [], last: undefined };
  const end = Math.min(ranges.length, start.read + READS_OF_A_PAGE);
  for (let read = start.read; read < end; read += 1) {
    const whole = { ...ranges[read], isReverse };
    const isFirst = read === start.read && start.after !== undefined;
    const range = isFirst ? after(startOf(start.after as Item, table, index), whole) : whole;
    const limit = input.Limit === undefined ? undefined : input.Limit - page.scanned;
    const more = await readPage({ ...reading, range, limit }, state);
    page.items.push(...more.items);
    page.scanned += more.scanned;
    page.bytes += roundedUp(more.bytes);
    page.fetched.push(...more.fetched);
    if (more.last)
      return { page: { ...page, last: more.last }, next: { read, after: keyIn(more.last, ...schemas(table, index)) } };
    if (page.bytes >= LARGEST_PAGE)
      return { page, next: read + 1 < ranges.length ? { read: read + 1, after: undefined } : undefined };
  }
  return { page, next: end < ranges.length ? { read: end, after: undefined } : undefined };
}

/** Each part takes capacity of its own. */
function roundedUp(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / READ_UNIT)) * READ_UNIT;
}

function schemas(table: TableRecord, index: IndexRecord | undefined): KeySchema[] {
  return index ? [table.key, index.key] : [table.key];
}

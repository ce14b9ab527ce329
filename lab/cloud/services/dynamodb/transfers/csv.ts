import type { Readable } from "node:stream";
import type { CsvOptions } from "@aws-sdk/client-dynamodb";
import { parse } from "csv-parse";
import { invalid } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import type { AttributeValue } from "../values/attribute-value.ts";
import type { Read } from "./read.ts";

/** A line may be as long as this, in characters: an item has 400 KB. */
const LONGEST_LINE = 1_000_000;

/**
 * Reads items of CSV. Its first line names the attributes, unless the request does. The attributes of keys have the types that the
 * table says, all others are strings.
 */
export async function* csvItems(text: Readable, options: CsvOptions, table: TableRecord): AsyncGenerator<Read> {
  const { Delimiter: delimiter = ",", HeaderList } = options;
  const lines = text.pipe(
    parse({ delimiter, bom: true, relax_column_count: true, skip_empty_lines: true, max_record_size: LONGEST_LINE }),
  );
  text.on("error", (error) => lines.destroy(error));
  const types = new Map(table.attributes.map(({ name, type }) => [name, type]));
  let header: readonly string[] | undefined = HeaderList;
  for await (const line of lines as AsyncIterable<string[]>) {
    if (header) yield itemOf(line, header, types);
    else header = line;
  }
}

function itemOf(line: readonly string[], header: readonly string[], types: ReadonlyMap<string, "S" | "N" | "B">): Read {
  if (line.length > header.length) return invalid("The line has more values than the header has names");
  return Object.fromEntries(line.map((text, i) => [header[i] as string, typed(text, types.get(header[i] as string))]));
}

function typed(text: string, type: "S" | "N" | "B" = "S"): AttributeValue {
  if (type === "N") return { N: text };
  return type === "B" ? { B: Buffer.from(text, "base64") } : { S: text };
}

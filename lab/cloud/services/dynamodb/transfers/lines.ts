import type { Readable } from "node:stream";
import { invalid } from "../errors.ts";
import type { Item } from "../values/attribute-value.ts";
import type { Read } from "./read.ts";

/** A line may be as long as this, in characters: an item has 400 KB, of which each may be written as `\u0000`. */
const LONGEST_LINE = 4_000_000;

/** Reads items of a file that has one in each line. A line that can't be read is an error of its own. */
export async function* lineItems(text: Readable, read: (line: string) => Item, format: string): AsyncGenerator<Read> {
  for await (const line of linesOf(text)) {
    if (line?.trim() === "") continue;
    try {
      if (line === undefined) throw new Error("too long");
      yield read(line);
    } catch {
      yield invalid(`The line is not an item in ${format}`);
    }
  }
}

/** The lines of a text; nothing for one that is too long. */
async function* linesOf(text: Readable): AsyncGenerator<string | undefined> {
  let begun = "";
  let isTooLong = false;
  for await (const chunk of text.setEncoding("utf8") as AsyncIterable<string>) {
    const [first = "", ...more] = chunk.split("\n");
    isTooLong ||= begun.length + first.length > LONGEST_LINE;
    begun = isTooLong ? "" : begun + first;
    for (const next of more) {
      yield isTooLong ? undefined : begun;
      isTooLong = false;
      begun = next;
    }
  }
  yield isTooLong ? undefined : begun;
}

import type { BufferedRecord } from "../records.ts";
import type { Steps } from "./decompression.ts";

/** A record with more is left as it is. https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-multirecord-deaggregation.html */
const MOST = 500;

/** Takes the records apart that hold several: JSON objects one after the other, or texts between delimiters. */
export async function deAggregated(
  records: readonly BufferedRecord[],
  steps: Steps,
): Promise<readonly BufferedRecord[]> {
  const parameters = steps.get("RecordDeAggregation");
  if (!parameters) return records;
  const delimiter =
    parameters.get("SubRecordType") === "DELIMITED" ? delimiterOf(parameters.get("Delimiter")) : undefined;
  return records.flatMap((record) => {
    const data = Buffer.from(record.data);
    const parts = delimiter ? between(data, delimiter) : objectsIn(data);
    return parts.length === 0 || parts.length > MOST ? [record] : parts.map((part) => ({ ...record, data: part }));
  });
}

/** It comes in Base64. */
function delimiterOf(text = ""): Buffer {
  const decoded = Buffer.from(text, "base64");
  return decoded.length > 0 && decoded.toString("base64") === text ? decoded : Buffer.from(text);
}

function between(data: Buffer, delimiter: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let at = data.indexOf(delimiter); at >= 0; at = data.indexOf(delimiter, start)) {
    parts.push(data.subarray(start, at));
    start = at + delimiter.length;
  }
  parts.push(data.subarray(start));
  return parts.filter((part) => part.length > 0);
}

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [...'"\\{}'].map((character) => character.charCodeAt(0));

/** JSON objects that follow each other, with or without space between them. */
function objectsIn(data: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let depth = 0;
  let start = 0;
  let isText = false;
  for (let at = 0; at < data.length; at++) {
    const byte = data[at];
    if (isText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPEN) {
      if (depth === 0) start = at;
      depth += 1;
    } else if (byte === CLOSE && depth > 0) {
      depth -= 1;
      if (depth === 0) parts.push(data.subarray(start, at + 1));
    }
  }
  return parts;
}

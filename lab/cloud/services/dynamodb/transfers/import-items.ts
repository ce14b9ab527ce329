import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AwsError } from "../../../errors.ts";
import { Turns } from "../../../time/turns.ts";
import { apply, itemAt } from "../items/changes.ts";
import { checkNewSize } from "../items/item-size.ts";
import { keyOfItem } from "../items/keys.ts";
import type { JobPlace } from "../jobs/jobs.ts";
import type { ImportProgress, ImportRecord } from "../records.ts";
import { checkedItem } from "../values/check.ts";
import { csvItems } from "./csv.ts";
import { readJson } from "./json.ts";
import { lineItems } from "./lines.ts";
import type { Read } from "./read.ts";

/** So many items are written by one transaction. */
const BATCH = 200;

/**
 * Reads the objects of an import into its table. A line that is no item, or one that the table can't have, is counted as an error.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.HowItWorks.html
 */
export async function readImport(names: readonly string[], place: JobPlace): Promise<void> {
  const { cloud, state } = place;
  const record = state.imports.get(names);
  if (record?.status !== "IN_PROGRESS") return;
  const progress = { bytes: 0, read: 0, imported: 0, errors: 0 };
  const outcome = await readAll(record, progress, place).then(
    (): Partial<ImportRecord> => ({ status: "COMPLETED" }),
    (error: Error): Partial<ImportRecord> => {
      state.jobs.check();
      return { status: "FAILED", failure: { code: codeOf(error), message: error.message } };
    },
  );
  cloud.store.write(() => {
    const { isFilling: _, ...table } = record.table;
    state.tables.put([table.account, table.region, table.name], table);
    state.imports.put({ ...record, ...outcome, progress, ended: cloud.clock.now() });
  });
}

function codeOf({ name }: Error): string {
  return name.startsWith("NoSuch") ? `S3${name}` : name;
}

async function readAll(record: ImportRecord, progress: Mutable<ImportProgress>, place: JobPlace): Promise<void> {
  const { request, caller, table } = record;
  const { s3 } = place.cloud.clients(caller, table.region);
  const { S3Bucket: Bucket, S3BucketOwner, S3KeyPrefix } = request.S3BucketSource ?? {};
  const owner = S3BucketOwner && { ExpectedBucketOwner: S3BucketOwner };
  let token: string | undefined;
  let found = 0;
  do {
    const listed = await s3.ListObjectsV2({
      Bucket,
      ...owner,
      ...(S3KeyPrefix !== undefined && { Prefix: S3KeyPrefix }),
      ...(token !== undefined && { ContinuationToken: token }),
    });
    for (const { Key, Size = 0 } of listed.Contents ?? []) {
      if (!Key || Key.endsWith("/") || Size === 0) continue;
      found += 1;
      progress.bytes += Size;
      const { Body } = await s3.GetObject({ Bucket, Key, ...owner });
      await readObject(streamOf(Body), record, progress, place);
    }
    token = listed.NextContinuationToken;
  } while (token !== undefined);
  if (found === 0) throw new AwsError("NoSuchKey", "There are no objects with this prefix");
}

/** Small objects come as bytes. */
function streamOf(body: Readable | Uint8Array = Buffer.alloc(0)): Readable {
  return body instanceof Readable ? body : Readable.from([body]);
}

async function readObject(
  body: Readable,
  record: ImportRecord,
  progress: Mutable<ImportProgress>,
  place: JobPlace,
): Promise<void> {
  const { InputCompressionType, InputFormat, InputFormatOptions } = record.request;
  const plain = InputCompressionType === "GZIP" ? body.pipe(createGunzip()).on("close", () => body.destroy()) : body;
  if (plain !== body) body.on("error", (error) => plain.destroy(error));
  const items =
    InputFormat === "CSV"
      ? csvItems(plain, InputFormatOptions?.Csv ?? {}, record.table)
      : InputFormat === "ION"
        ? lineItems(plain, (await import("./ion.ts")).readIon, "Amazon Ion")
        : lineItems(plain, readJson, "DynamoDB JSON");
  let batch: Read[] = [];
  const turns = new Turns();
  for await (const one of items) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    take(batch, record, progress, place);
    batch = [];
    await turns.next();
    place.state.jobs.check();
  }
  take(batch, record, progress, place);
}

/** Writes the items of a batch that the table can have. */
function take(
  batch: readonly Read[],
  { table }: ImportRecord,
  progress: Mutable<ImportProgress>,
  place: JobPlace,
): void {
  place.cloud.store.write(() => {
    for (const read of batch) {
      progress.read += 1;
      try {
        if (read instanceof Error) throw read;
        const item = checkedItem(read);
        checkNewSize(item);
        const key = keyOfItem(item, table);
        apply({ table, key, before: itemAt(table, key, place), after: item }, place);
        progress.imported += 1;
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        progress.errors += 1;
      }
    }
  });
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

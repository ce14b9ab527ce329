import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Clients } from "../../../cloud.ts";
import { LOWER_36, randomId } from "../../../service/ids.ts";
import { Turns } from "../../../time/turns.ts";
import { copyItems, removeItems } from "../backups/copy.ts";
import { changesSince } from "../backups/history.ts";
import { keyIn } from "../items/keys.ts";
import { readItem, writtenItem } from "../items/stored-item.ts";
import type { JobPlace } from "../jobs/jobs.ts";
import type { ExportRecord } from "../records.ts";
import { arnOf } from "../tables/lookup.ts";
import type { Item } from "../values/attribute-value.ts";
import { sizeOfItem } from "../values/sizes.ts";
import { folderOf } from "./exports.ts";
import { arnOfTransfer } from "./transfers.ts";

const compressed = promisify(gzip);

/** So many characters of lines go into a file. */
const LARGEST_FILE = 8_000_000;

interface DataFile {
  readonly itemCount: number;
  readonly md5Checksum: string;
  readonly etag: string;
  readonly dataFileS3Key: string;
}

/**
 * Writes the files of an export.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
 */
export async function writeExport(names: readonly string[], place: JobPlace): Promise<void> {
  const { cloud, state } = place;
  const record = state.exports.get(names);
  if (record?.status !== "IN_PROGRESS") return;
  const ended = await write(record, place).catch((error: Error): Partial<ExportRecord> => {
    state.jobs.check();
    return {
      status: "FAILED",
      failure: { code: error.name === "NoSuchBucket" ? "S3NoSuchBucket" : error.name, message: error.message },
    };
  });
  cloud.store.write(() => state.exports.put({ ...record, ...ended, ended: cloud.clock.now() }));
}

async function write(record: ExportRecord, place: JobPlace): Promise<Partial<ExportRecord>> {
  const files = new Files(record, place.cloud.clients(record.caller, record.table.region));
  await files.put("_started", "");
  await (record.since ? writeChanges(record, files, place) : writeItems(record, files, place));
  await files.finish();
  return { status: "COMPLETED", written: { items: files.items, bytes: files.bytes } };
}

/** The items of a moment. They are gathered first, beside the table's. */
async function writeItems({ table, moment, id }: ExportRecord, files: Files, place: JobPlace): Promise<void> {
  const { account, region } = table;
  const { items } = place.state;
  await copyItems(
    table,
    [moment, Number.MAX_SAFE_INTEGER],
    (key, text) => {
      if (text === undefined) items.delete(account, region, id, ...key);
      else items.put([account, region, id, ...key], text);
    },
    place,
  );
  const turns = new Turns();
  for (const text of items.values({ under: [account, region, id] })) {
    await files.add({ Item: readItem(text) });
    await turns.next();
  }
  await removeItems([account, region, id], place);
}

/** What changed in a time: of each item the first and the last image of it. */
async function writeChanges({ table, moment, since }: ExportRecord, files: Files, place: JobPlace): Promise<void> {
  const { from, view } = since as NonNullable<ExportRecord["since"]>;
  const { account, region, id } = table;
  const { state } = place;
  const changed = new Map<string, { old: string | undefined; next: string | undefined; at: number }>();
  const later = new Map<string, string | undefined>();
  for (const batch of changesSince(table, [from, Number.MAX_SAFE_INTEGER], state)) {
    for (const { key, before, at } of batch) {
      const name = JSON.stringify(key);
      if (at > moment) later.set(name, before);
      else {
        const known = changed.get(name);
        const next = known
          ? known.next
          : later.has(name)
            ? later.get(name)
            : state.items.get(account, region, id, ...key);
        changed.set(name, { old: before, next, at: known?.at ?? at });
      }
    }
  }
  for (const { old, next, at } of changed.values()) {
    if (old === next) continue;
    const item = readItem((next ?? old) as string);
    await files.add({
      Metadata: { WriteTimestampMicros: { N: String(at * 1000) } },
      Keys: keyIn(item, table.key),
      ...(old !== undefined && view === "NEW_AND_OLD_IMAGES" && { OldImage: readItem(old) }),
      ...(next !== undefined && { NewImage: readItem(next) }),
    });
  }
}

/** The files in the bucket. */
class Files {
  items = 0;
  bytes = 0;
  readonly #record: ExportRecord;
  readonly #call: Clients;
  readonly #data: DataFile[] = [];
  #lines: string[] = [];
  #length = 0;

  constructor(record: ExportRecord, call: Clients) {
    this.#record = record;
    this.#call = call;
  }

  /** Adds an item, or what became of one, by the names that its parts have in a line. */
  async add(line: Readonly<Record<string, Item>>): Promise<void> {
    const text = this.#record.format === "ION" ? (await import("./ion.ts")).writtenIon(line) : writtenJson(line);
    this.#lines.push(text);
    this.#length += text.length;
    this.items += 1;
    this.bytes += sizeOfItem((line.Item ?? line.NewImage ?? line.OldImage ?? line.Keys) as Item);
    if (this.#length >= LARGEST_FILE) await this.#flush();
  }

  async #flush(): Promise<void> {
    const itemCount = this.#lines.length;
    const body = await compressed(`${this.#lines.join("\n")}\n`);
    this.#lines = [];
    this.#length = 0;
    // The data of incremental exports lies together, so that one query reads it all.
    const folder = this.#record.since ? folderOf({ ...this.#record, id: "data" }) : `${folderOf(this.#record)}/data`;
    const dataFileS3Key = `${folder}/${randomId(26, LOWER_36)}.${this.#record.format === "ION" ? "ion" : "json"}.gz`;
    const etag = await this.#putAt(dataFileS3Key, body);
    this.#data.push({ itemCount, md5Checksum: md5(body), etag: etag.replaceAll('"', ""), dataFileS3Key });
  }

  async finish(): Promise<void> {
    if (this.#lines.length > 0 || this.#data.length === 0) await this.#flush();
    const manifest = this.#data.map((file) => `${JSON.stringify(file)}\n`).join("");
    await this.put("manifest-files.json", manifest);
    await this.put("manifest-files.md5", md5(manifest));
    const summary = JSON.stringify(this.#summary());
    await this.put("manifest-summary.json", summary);
    await this.put("manifest-summary.md5", md5(summary));
  }

  put(name: string, body: string): Promise<string> {
    return this.#putAt(`${folderOf(this.#record)}/${name}`, Buffer.from(body));
  }

  async #putAt(Key: string, Body: Uint8Array): Promise<string> {
    const { bucket, owner, encryption } = this.#record;
    const { ETag = "" } = await this.#call.s3.PutObject({
      Bucket: bucket,
      Key,
      Body,
      ...(owner && { ExpectedBucketOwner: owner }),
      ServerSideEncryption: encryption?.algorithm === "KMS" ? "aws:kms" : "AES256",
      ...(encryption?.key && { SSEKMSKeyId: encryption.key }),
    });
    return ETag;
  }

  #summary(): object {
    const { table, started, moment, since, bucket, prefix, encryption } = this.#record;
    const time = (ms: number) => new Date(ms).toISOString();
    return {
      version: since ? "2023-08-01" : "2020-06-30",
      exportArn: arnOfTransfer("export", this.#record),
      startTime: time(started),
      endTime: time(started),
      tableArn: arnOf(table),
      tableId: table.id,
      ...(since ? { exportFromTime: time(since.from), exportToTime: time(moment) } : { exportTime: time(moment) }),
      s3Bucket: bucket,
      s3Prefix: prefix ?? null,
      s3SseAlgorithm: encryption?.algorithm ?? "AES256",
      s3SseKmsKeyId: encryption?.key ?? null,
      manifestFilesS3Key: `${folderOf(this.#record)}/manifest-files.json`,
      billedSizeBytes: this.bytes,
      itemCount: this.items,
      outputFormat: this.#record.format,
      ...(since && { outputView: since.view === "NEW_IMAGE" ? "NEW_IMAGE" : "NEW_AND_OLD_IMAGES" }),
      exportType: since ? "INCREMENTAL_EXPORT" : "FULL_EXPORT",
    };
  }
}

function writtenJson(line: Readonly<Record<string, Item>>): string {
  return `{${Object.entries(line)
    .map(([name, item]) => `${JSON.stringify(name)}:${writtenItem(item)}`)
    .join(",")}}`;
}

function md5(bytes: string | Uint8Array): string {
  return createHash("md5").update(bytes).digest("base64");
}

import { randomUUID } from "node:crypto";
import type { CompressionFormat } from "@aws-sdk/client-firehose";
import type { BufferedRecord, DeliveryStream, Lane, S3Settings } from "../records.ts";
import { evaluated, expressionsIn, type Meaning, namespacesIn } from "./expressions.ts";
import { formatted } from "./timestamps.ts";

const DATE = "!{timestamp:yyyy/MM/dd/HH/}";

const EXTENSIONS: Readonly<Record<CompressionFormat, string>> = {
  UNCOMPRESSED: "",
  GZIP: ".gz",
  ZIP: ".zip",
  Snappy: ".snappy",
  HADOOP_SNAPPY: ".hsnappy",
};

/**
 * The key of an object: the prefix, and a name with the moment of its oldest record.
 * https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
 */
export function objectName(
  settings: S3Settings,
  lane: Lane,
  records: readonly BufferedRecord[],
  { name, version }: DeliveryStream,
): string {
  const time = records.reduce((oldest, record) => Math.min(oldest, record.time), Number.POSITIVE_INFINITY);
  const zone = settings.CustomTimeZone || "UTC";
  const moment = formatted("yyyy-MM-dd-HH-mm-ss", time, zone);
  const extension = settings.FileExtension || EXTENSIONS[settings.CompressionFormat ?? "UNCOMPRESSED"];
  return `${prefixOf(settings, lane, { time, zone })}${name}-${version}-${moment}-${randomUUID()}${extension}`;
}

function prefixOf(settings: S3Settings, lane: Lane, meaning: Meaning): string {
  const { Prefix = "", ErrorOutputPrefix = "" } = settings;
  if (lane.kind === "failed") {
    const errorType = lane.errorType;
    const prefix = ErrorOutputPrefix || Prefix;
    const hasExpressions = expressionsIn(ErrorOutputPrefix).length > 0;
    return evaluated(hasExpressions ? prefix : `${prefix}${errorType}/${DATE}`, { ...meaning, errorType });
  }
  const partition = lane.kind === "output" ? lane.partition : undefined;
  return evaluated(namespacesIn(Prefix).has("timestamp") ? Prefix : `${Prefix}${DATE}`, { ...meaning, partition });
}

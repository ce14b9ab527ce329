import { stored } from "../../service/coverage.ts";
import { defineService } from "../../service/service.ts";
import { amended } from "../../wire/constraints.ts";
import { access } from "./access.ts";
import { constraints } from "./constraints.ts";
import { updateDestination } from "./destinations/update-destination.ts";
import { putRecord, putRecordBatch } from "./intake/put-records.ts";
import { FirehoseState } from "./state.ts";
import { createDeliveryStream } from "./streams/create-stream.ts";
import * as encryption from "./streams/encryption.ts";
import * as streams from "./streams/streams.ts";
import * as tags from "./streams/tags.ts";
import { target } from "./target.ts";

/** Records of 4 MiB, in Base64, and what is around 500 of them. */
const LARGEST_REQUEST = 8 * 2 ** 20;

/**
 * Amazon Data Firehose: direct puts and data streams, to buckets and to HTTP endpoints.
 *
 * Known gaps: Redshift, OpenSearch, Splunk, Snowflake, Iceberg, MSK and databases, conversion to Parquet and ORC, Secrets Manager
 * and AWS PrivateLink are refused by name; jq's queries are a subset; nothing is encrypted by KMS keys.
 */
export const service = defineService("firehose", {
  constraints: {
    // AWS delivers to HTTPS alone; servers on this machine seldom have a certificate.
    ...amended(constraints, { HttpEndpointUrl: { length: [1, 1000], pattern: "https?://.*" } }),
  },
  sdk: () => import("@aws-sdk/client-firehose"),
  state: FirehoseState,
  access,
  target,
  resources: async () => (await import("./resources/index.ts")).resources,
  due: async (key, _moment, { buffers }) => await buffers.due(key),
  close: async ({ readers, buffers }) => {
    await readers.close();
    await buffers.close();
  },
  end: async (account, { readers, roles }) => {
    await readers.end(account);
    roles.end(account);
  },
  limits: { operations: { PutRecord: LARGEST_REQUEST, PutRecordBatch: LARGEST_REQUEST } },
  secrets: ["AccessKey"],
  storedSettings: ["DeliveryStreamEncryptionConfigurationInput", "DirectPutSourceConfiguration"],
  operations: {
    CreateDeliveryStream: createDeliveryStream,
    DeleteDeliveryStream: streams.deleteDeliveryStream,
    DescribeDeliveryStream: streams.describeDeliveryStream,
    ListDeliveryStreams: streams.listDeliveryStreams,
    ListTagsForDeliveryStream: tags.listTagsForDeliveryStream,
    PutRecord: putRecord,
    PutRecordBatch: putRecordBatch,
    StartDeliveryStreamEncryption: stored(encryption.startDeliveryStreamEncryption),
    StopDeliveryStreamEncryption: stored(encryption.stopDeliveryStreamEncryption),
    TagDeliveryStream: tags.tagDeliveryStream,
    UntagDeliveryStream: tags.untagDeliveryStream,
    UpdateDestination: updateDestination,
  },
});

import type { Tagging } from "@aws-sdk/client-s3";
import { NormalizedSchema } from "@smithy/core/schema";
import type { Clients, Cloud } from "../../../cloud.ts";
import { respond } from "../../../door/http.ts";
import { own } from "../../../own.ts";
import type { Exchange } from "../../../service/service.ts";
import { MalformedRequest } from "../../../wire/errors.ts";
import { writeBoundMembers } from "../../../wire/http-bindings.ts";
import type { Structure } from "../../../wire/protocol.ts";
import { XML_DECLARATION, xmlElement } from "../../../wire/xml.ts";
import { readXml } from "../../../wire/xml-reader.ts";
import { findBucket } from "../access/buckets.ts";
import { SERVER } from "../address.ts";
import { entityTooLarge, entityTooSmall, invalidArgument, malformedXml, noSuchBucket } from "../errors.ts";
import { checksumAlgorithms } from "../objects/checksums.ts";
import type { S3State } from "../state.ts";
import { formFile } from "./form-file.ts";
import { abandonForm, readForm } from "./post-form.ts";
import { type FormFields, verifyPostPolicy } from "./post-policy.ts";

/**
 * A browser's form upload, signed by its policy. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 * The object is put by PutObject itself, as the one who signed.
 */
export async function postObject(exchange: Exchange, bucket: string, state: S3State, cloud: Cloud): Promise<void> {
  if (!findBucket(state, bucket)) throw noSuchBucket(bucket);
  try {
    const { fields, file } = await readForm(exchange);
    const context = { credentials: cloud.credentials, now: cloud.clock.now(), sender: exchange.sender };
    const { caller, region, range } = verifyPostPolicy(fields, bucket, context);
    const key = keyOf(fields);
    const body = formFile(range ? within(file, range) : file);
    const input = { ...(await members(fields)), Bucket: bucket, Key: key, Body: body };
    const output = await cloud.clients(caller, region ?? cloud.region).s3.PutObject(input);
    const path = key.split("/").map(encodeURIComponent).join("/");
    const location = `${cloud.endpoint}/${bucket}/${path}`;
    const posted = { Location: location, Bucket: bucket, Key: key, ETag: output.ETag ?? "" };
    await answer(exchange, fields, posted, await headersOf(output, cloud));
  } catch (error) {
    abandonForm(exchange);
    throw error;
  }
}

function keyOf(fields: FormFields): string {
  const key = fields.get("key") ?? "";
  if (key !== "") return key;
  const message =
    "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.";
  throw invalidArgument(message, "key", "");
}

/** The file, cut off with S3's error when it is larger or smaller than the policy allows. */
async function* within(
  file: AsyncIterable<Buffer>,
  [smallest, largest]: readonly [number, number],
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of file) {
    size += chunk.length;
    if (size > largest) throw entityTooLarge(size, largest);
    yield chunk;
  }
  if (size < smallest) throw entityTooSmall(size, smallest);
}

type PutObjectInput = Parameters<Clients["s3"]["PutObject"]>[0];

/** Fields that stand for headers of PutObject, by the members of its input. */
const FIELDS: Record<string, keyof PutObjectInput> = {
  acl: "ACL",
  "cache-control": "CacheControl",
  "content-disposition": "ContentDisposition",
  "content-encoding": "ContentEncoding",
  "content-language": "ContentLanguage",
  "content-md5": "ContentMD5",
  "content-type": "ContentType",
  ...Object.fromEntries(
    checksumAlgorithms.map((name) => [`x-amz-checksum-${name.toLowerCase()}`, `Checksum${name}` as const]),
  ),
  "x-amz-object-lock-legal-hold": "ObjectLockLegalHoldStatus",
  "x-amz-object-lock-mode": "ObjectLockMode",
  "x-amz-server-side-encryption": "ServerSideEncryption",
  "x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
  "x-amz-server-side-encryption-customer-algorithm": "SSECustomerAlgorithm",
  "x-amz-server-side-encryption-customer-key": "SSECustomerKey",
  "x-amz-server-side-encryption-customer-key-md5": "SSECustomerKeyMD5",
  "x-amz-storage-class": "StorageClass",
  "x-amz-website-redirect-location": "WebsiteRedirectLocation",
};

const METADATA = "x-amz-meta-";

async function members(fields: FormFields): Promise<Partial<PutObjectInput>> {
  const input: Record<string, string> = {};
  for (const [name, value] of fields) {
    const member = own(FIELDS, name);
    if (member) input[member] = value;
  }
  return {
    ...input,
    Metadata: metadataIn(fields),
    ...(await tagged(fields.get("tagging"))),
    ...dated("Expires", fields.get("expires")),
    ...dated("ObjectLockRetainUntilDate", fields.get("x-amz-object-lock-retain-until-date")),
  };
}

function metadataIn(fields: FormFields): Record<string, string> {
  const metadata = [...fields].filter(([name]) => name.startsWith(METADATA));
  return Object.fromEntries(metadata.map(([name, value]) => [name.slice(METADATA.length), value]));
}

/** A form brings tags as a document, where a header is a query string. */
async function tagged(document: string | undefined): Promise<Partial<PutObjectInput>> {
  if (document === undefined) return {};
  const { Tagging$ } = await import("@aws-sdk/client-s3");
  try {
    const { TagSet = [] } = readXml(NormalizedSchema.of(Tagging$), Buffer.from(document)) as unknown as Tagging;
    return {
      Tagging: new URLSearchParams(
        TagSet.map(({ Key = "", Value = "" }) => [Key, Value] as [string, string]),
      ).toString(),
    };
  } catch (error) {
    throw error instanceof MalformedRequest ? malformedXml() : error;
  }
}

function dated(member: "Expires" | "ObjectLockRetainUntilDate", text = ""): Partial<PutObjectInput> {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? {} : { [member]: date };
}

interface Posted {
  readonly Location: string;
  readonly Bucket: string;
  readonly Key: string;
  readonly ETag: string;
}

/** What PutObject would tell in its headers: the checksum, the version, the encryption. */
async function headersOf(output: object, cloud: Cloud): Promise<Record<string, string>> {
  const { model } = await cloud.service("s3");
  const bindings = model.operations.get("PutObject")?.outputBindings ?? [];
  return writeBoundMembers(bindings, output as Structure).headers;
}

/** The form says how it wants to be answered: by a redirect, or with a status. */
async function answer(
  exchange: Exchange,
  fields: FormFields,
  posted: Posted,
  described: Readonly<Record<string, string>>,
): Promise<void> {
  const headers: Record<string, string> = {
    ...described,
    server: SERVER,
    location: posted.Location,
    "x-amz-request-id": exchange.requestId,
  };
  const redirect = fields.get("success_action_redirect") ?? fields.get("redirect");
  if (redirect !== undefined && URL.canParse(redirect)) {
    const url = new URL(redirect);
    url.searchParams.set("bucket", posted.Bucket);
    url.searchParams.set("key", posted.Key);
    url.searchParams.set("etag", posted.ETag);
    return await respond(exchange, { status: 303, headers: { ...headers, location: url.href } });
  }
  const status = fields.get("success_action_status");
  if (status === "200") return await respond(exchange, { status: 200, headers });
  if (status !== "201") return await respond(exchange, { status: 204, headers });
  const elements = Object.entries(posted).map(([name, value]) => xmlElement(name, value));
  headers["content-type"] = "application/xml";
  const body = `${XML_DECLARATION}<PostResponse>${elements.join("")}</PostResponse>`;
  await respond(exchange, { status: 201, headers, body });
}

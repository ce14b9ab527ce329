import type { KeyValue, KeyValues } from "../../../auth/policy/request.ts";
import { timeOf } from "../../../auth/signature-header.ts";
import type { Context, HttpFacts } from "../../../service/service.ts";
import type { StoredObject, Tag } from "../records.ts";

/** Members of inputs that condition keys tell. */
export interface KeyInput {
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly VersionId?: string;
  readonly ACL?: string;
  readonly GrantFullControl?: string;
  readonly GrantRead?: string;
  readonly GrantReadACP?: string;
  readonly GrantWrite?: string;
  readonly GrantWriteACP?: string;
  readonly CopySource?: string;
  readonly MetadataDirective?: string;
  readonly StorageClass?: string;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly SSECustomerAlgorithm?: string;
  readonly WebsiteRedirectLocation?: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly ObjectOwnership?: string;
  readonly CreateBucketConfiguration?: { readonly LocationConstraint?: string; readonly Tags?: readonly Tag[] };
  /** As a query string, or as PutObjectTagging has them. */
  readonly Tagging?: string | { readonly TagSet?: readonly Tag[] };
  readonly ObjectLockMode?: string;
  readonly ObjectLockRetainUntilDate?: Date;
  readonly ObjectLockLegalHoldStatus?: string;
  readonly Retention?: { readonly Mode?: string; readonly RetainUntilDate?: Date };
  readonly InventoryConfiguration?: { readonly OptionalFields?: readonly string[] };
  readonly LegalHold?: { readonly Status?: string };
}

/** What an access is about, besides the input. */
interface Subject {
  readonly operation: string;
  readonly action: string;
  /** The account of the bucket. */
  readonly account: string;
  /** The object as it is, if there is one. */
  readonly existing: () => StoredObject | undefined;
}

const DAY = 86_400_000;

/** Operations after which there is an object, and other parts of making one. */
const CREATING = /^(PutObject|CopyObject|CompleteMultipartUpload)$/;
const PARTS_OF_CREATING = /^(CreateMultipartUpload|UploadPart|UploadPartCopy)$/;

/** Actions on an object that are decided on by its tags, too. */
const BY_TAGS = /^s3:(GetObject(Version)?|(Get|Put|Delete)Object(Version)?(Tagging|Acl|Attributes))$/;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export function keysOf(input: KeyInput, subject: Subject, { http, cloud }: Context): KeyValues {
  const { operation, action, account, existing } = subject;
  const conditional = CREATING.test(operation) || operation.startsWith("DeleteObject");
  return {
    ...signatureKeys(http, cloud.clock.now()),
    ...requestedTags(input.Tagging),
    ...(BY_TAGS.test(action) && tagged("s3:ExistingObjectTag", existing()?.tags)),
    ...lockKeys(input, cloud.clock.now()),
    "s3:ResourceAccount": account,
    "s3:prefix": input.Prefix,
    "s3:delimiter": input.Delimiter,
    "s3:max-keys": input.MaxKeys === undefined ? undefined : String(input.MaxKeys),
    "s3:VersionId": input.VersionId,
    "s3:locationconstraint": input.CreateBucketConfiguration?.LocationConstraint,
    "s3:if-match": conditional ? input.IfMatch : undefined,
    "s3:if-none-match": conditional ? input.IfNoneMatch : undefined,
    "s3:ObjectCreationOperation": CREATING.test(operation)
      ? "true"
      : PARTS_OF_CREATING.test(operation)
        ? "false"
        : undefined,
    "s3:InventoryAccessibleOptionalFields": input.InventoryConfiguration?.OptionalFields,
    "s3:x-amz-acl": input.ACL,
    "s3:x-amz-grant-full-control": input.GrantFullControl,
    "s3:x-amz-grant-read": input.GrantRead,
    "s3:x-amz-grant-read-acp": input.GrantReadACP,
    "s3:x-amz-grant-write": input.GrantWrite,
    "s3:x-amz-grant-write-acp": input.GrantWriteACP,
    "s3:x-amz-copy-source": input.CopySource?.replace(/^\//, ""),
    "s3:x-amz-metadata-directive": input.MetadataDirective,
    "s3:x-amz-object-ownership": input.ObjectOwnership,
    "s3:x-amz-storage-class": input.StorageClass,
    "s3:x-amz-server-side-encryption": input.ServerSideEncryption,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": input.SSEKMSKeyId,
    "s3:x-amz-server-side-encryption-customer-algorithm": input.SSECustomerAlgorithm,
    "s3:x-amz-website-redirect-location": input.WebsiteRedirectLocation,
  };
}

const NOT_HTTP: Pick<HttpFacts, "headers" | "query"> = { headers: {}, query: new URLSearchParams() };

/** How a request was signed: only one from outside was. https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html */
function signatureKeys(http: HttpFacts | undefined, now: number): KeyValues {
  const { headers, query } = http ?? NOT_HTTP;
  const signed = query.has("X-Amz-Algorithm") ? query.get("X-Amz-Date") : null;
  const [algorithm] = (headers.authorization ?? query.get("X-Amz-Algorithm") ?? "").split(" ");
  const isOld = algorithm === "AWS" || query.has("Signature");
  const isSigned = isOld || algorithm !== "";
  return {
    "s3:signatureversion": isSigned ? (isOld ? "AWS" : algorithm) : undefined,
    "s3:authType": isSigned ? (headers.authorization ? "REST-HEADER" : "REST-QUERY-STRING") : undefined,
    "s3:signatureAge": signed === null ? undefined : String(now - timeOf(signed)),
    "s3:x-amz-content-sha256": headers["x-amz-content-sha256"] as KeyValue,
  };
}

function requestedTags(tagging: KeyInput["Tagging"]): KeyValues {
  const tags =
    typeof tagging === "string"
      ? [...new URLSearchParams(tagging)].map(([Key, Value]) => ({ Key, Value }))
      : tagging?.TagSet;
  return { ...tagged("s3:RequestObjectTag", tags), "s3:RequestObjectTagKeys": tags?.map(({ Key }) => Key) };
}

function tagged(prefix: string, tags: readonly Tag[] = []): KeyValues {
  return Object.fromEntries(tags.map(({ Key, Value }) => [`${prefix}/${Key}`, Value]));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html */
function lockKeys(input: KeyInput, now: number): KeyValues {
  const until = input.ObjectLockRetainUntilDate ?? input.Retention?.RetainUntilDate;
  return {
    "s3:object-lock-mode": input.ObjectLockMode ?? input.Retention?.Mode,
    "s3:object-lock-retain-until-date": until?.toISOString(),
    "s3:object-lock-remaining-retention-days": until && String(Math.ceil((until.getTime() - now) / DAY)),
    "s3:object-lock-legal-hold": input.ObjectLockLegalHoldStatus ?? input.LegalHold?.Status,
  };
}

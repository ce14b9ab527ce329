/** A bucket. Its name is unique in the whole cloud, whatever the account. */
export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** Absent until versioning is first enabled. */
  readonly versioning?: "Enabled" | "Suspended";
  /** The bucket's configurations as they were put, by name. */
  readonly configurations: Configurations;
}

/** The values of a bucket's configurations, as the SDK types them. `configuration.ts` reads and writes them. */
export type Configurations = Readonly<Record<string, object | undefined>>;

/** A run of an object's bytes: one for an ordinary object, one per part after a multipart upload. */
export interface Part {
  readonly blob: string;
  readonly size: number;
  /** Base64, of the part alone, in the algorithm of the whole. */
  readonly checksum?: string | undefined;
}

/** A checksum as S3 keeps it: over the whole object, or over the checksums of its parts. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; a composite one ends in `-N`. */
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

export type ChecksumAlgorithm = import("@aws-sdk/client-s3").ChecksumAlgorithm;

/** Headers that S3 keeps with an object and gives back as they were, by the SDK's names. */
export interface SystemMetadata {
  readonly ContentType?: string | undefined;
  readonly CacheControl?: string | undefined;
  readonly ContentDisposition?: string | undefined;
  readonly ContentEncoding?: string | undefined;
  readonly ContentLanguage?: string | undefined;
  /** As it was written: it need not be a date. */
  readonly ExpiresString?: string | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
}

/** How an object is said to be encrypted. Its bytes are not; what S3 checks (a customer's key) is checked. */
export interface Encryption {
  readonly algorithm?: "AES256" | "aws:kms" | "aws:kms:dsse";
  readonly kmsKeyId?: string | undefined;
  readonly bucketKey?: boolean | undefined;
  /** Base64 of the MD5 of the customer's own key (SSE-C). */
  readonly customerKeyMd5?: string;
}

/** What is said of an object besides its bytes. */
export interface Description {
  readonly system: SystemMetadata;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags?: readonly Tag[] | undefined;
  readonly storageClass?: StorageClass | undefined;
  readonly encryption: Encryption;
  readonly lock?: Lock | undefined;
  /** Its access control list, where that says more than that the owner may do everything. */
  readonly grants?: readonly Grant[] | undefined;
}

export type Grant = import("@aws-sdk/client-s3").Grant;

/** What keeps a version from being deleted. */
export interface Lock {
  /** Until then, in milliseconds since the epoch. */
  readonly retention?: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly until: number };
  readonly legalHold?: true;
}

export type StorageClass = import("@aws-sdk/client-s3").StorageClass;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** One version of an object, or a delete marker. */
export interface StoredObject extends Description {
  readonly key: string;
  /** `null` for what was written while versioning was off or suspended. */
  readonly version: string;
  /** Milliseconds since the epoch; later than that of every older version of the key. */
  readonly modified: number;
  readonly size: number;
  /** In quotes, as it travels. */
  readonly etag: string;
  readonly parts: readonly Part[];
  readonly checksum?: Checksum | undefined;
  readonly marker?: true;
  /** Of an archived object that was restored: until when, in milliseconds since the epoch. */
  readonly restoredUntil?: number;
  /** The multipart upload that made it: completing that one again gives the same answer. */
  readonly upload?: string;
}

/** A multipart upload under way. */
export interface Upload extends Description {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly begun: number;
  /** ARN of who began it. */
  readonly initiator: string;
  /** The key had an object when it was begun. */
  readonly replaces?: true;
  /** Of the parts and the whole. */
  readonly checksum: Pick<Checksum, "algorithm" | "type"> & {
    /** Nobody asked for it: S3 computes it all by itself, and the parts' are not shown. */
    readonly implied?: true;
  };
}

/** An uploaded part. */
export interface UploadedPart extends Part {
  readonly number: number;
  readonly etag: string;
  readonly modified: number;
}

import { createHash } from "node:crypto";
import type { ServerSideEncryptionConfiguration } from "@aws-sdk/client-s3";
import { AwsError } from "../../../errors.ts";
import { accessDenied, invalidArgument, invalidRequest } from "../errors.ts";
import type { Bucket, Encryption } from "../records.ts";
import type { S3Context } from "../state.ts";

/** A key of the customer's own, as requests bring it (SSE-C). */
export interface CustomerKey {
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly SSECustomerKey?: string | undefined;
  readonly SSECustomerKeyMD5?: string | undefined;
}

/** Members of a write's input that say how the object is to be encrypted. */
export interface EncryptionInput extends CustomerKey {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
}

/** How a new object is encrypted: as the request says, or as the bucket does. */
export function encryptionOf(input: EncryptionInput, bucket: Bucket, context: S3Context): Encryption {
  const customerKeyMd5 = checkedKeyMd5(input);
  const requested = input.ServerSideEncryption;
  if (customerKeyMd5 !== undefined) {
    if ((requested ?? input.SSEKMSKeyId) === undefined) return { customerKeyMd5 };
    throw invalidArgument(OTHER_METHOD, "x-amz-server-side-encryption", requested ?? "null");
  }
  if (requested === undefined) {
    if (input.SSEKMSKeyId !== undefined) throw invalidArgument(NEEDS_KMS, "x-amz-server-side-encryption", "");
    return bucketEncryption(bucket, context);
  }
  if (!isAlgorithm(requested)) {
    throw invalidArgument(
      "The encryption method specified is not supported",
      "x-amz-server-side-encryption",
      requested,
    );
  }
  if (requested === "AES256") return { algorithm: requested };
  return {
    algorithm: requested,
    kmsKeyId: input.SSEKMSKeyId ?? awsManagedKey(context),
    bucketKey: input.BucketKeyEnabled,
  };
}

/** Encryption as the members of an answer. */
export function encryptionMembers({ algorithm, kmsKeyId, bucketKey, customerKeyMd5 }: Encryption) {
  const isCustomers = customerKeyMd5 !== undefined;
  const isKms = !isCustomers && algorithm !== "AES256";
  return {
    ServerSideEncryption: isCustomers ? undefined : algorithm,
    SSEKMSKeyId: isKms ? kmsKeyId : undefined,
    BucketKeyEnabled: isKms ? bucketKey : undefined,
    SSECustomerAlgorithm: isCustomers ? "AES256" : undefined,
    SSECustomerKeyMD5: customerKeyMd5,
  };
}

/** Refuses to read, or to add to, what was encrypted with a customer's key, unless the request brings the same one. */
export function checkCustomerKey(input: CustomerKey, { customerKeyMd5 }: Encryption): void {
  const given = checkedKeyMd5(input);
  if (given === customerKeyMd5) return;
  if (customerKeyMd5 === undefined)
    throw invalidRequest("The encryption parameters are not applicable to this object.");
  if (given === undefined) {
    throw invalidRequest(
      "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.",
    );
  }
  throw accessDenied(
    "Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.",
  );
}

const OTHER_METHOD =
  "Server Side Encryption with Customer provided key is incompatible with the encryption method specified";

const NEEDS_KMS =
  "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";

function bucketEncryption({ configurations }: Bucket, context: S3Context): Encryption {
  const { Rules = [] } = (configurations.Encryption ?? {}) as Partial<ServerSideEncryptionConfiguration>;
  const { SSEAlgorithm = "AES256", KMSMasterKeyID } = Rules[0]?.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm === "AES256") return { algorithm: SSEAlgorithm };
  const bucketKey = Rules[0]?.BucketKeyEnabled || undefined;
  return { algorithm: SSEAlgorithm as "aws:kms", kmsKeyId: KMSMasterKeyID ?? awsManagedKey(context), bucketKey };
}

/** The key that AWS makes for S3 in each account and region. */
function awsManagedKey({ account, region }: S3Context): string {
  return `arn:aws:kms:${region}:${account}:alias/aws/s3`;
}

function isAlgorithm(text: string): text is NonNullable<Encryption["algorithm"]> {
  return text === "AES256" || text === "aws:kms" || text === "aws:kms:dsse";
}

/** The MD5 of a customer's key, after the checks that S3 makes of its three headers. */
function checkedKeyMd5({ SSECustomerAlgorithm, SSECustomerKey, SSECustomerKeyMD5 }: CustomerKey): string | undefined {
  if (SSECustomerAlgorithm === undefined && SSECustomerKey === undefined && SSECustomerKeyMD5 === undefined)
    return undefined;
  if (SSECustomerAlgorithm === undefined || SSECustomerKey === undefined || SSECustomerKeyMD5 === undefined) {
    const message =
      "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm, an appropriate secret key and the client calculated MD5 hash of the secret key.";
    throw invalidArgument(message, "x-amz-server-side-encryption", "null");
  }
  if (SSECustomerAlgorithm !== "AES256") {
    const message = "The Encryption request you specified is not valid. Supported value: AES256.";
    throw new AwsError("InvalidEncryptionAlgorithmError", message);
  }
  const key = Buffer.from(SSECustomerKey, "base64");
  if (key.length !== 32) {
    const message = "The secret key was invalid for the specified algorithm.";
    throw invalidArgument(message, "x-amz-server-side-encryption-customer-key", "null");
  }
  if (createHash("md5").update(key).digest("base64") !== SSECustomerKeyMD5) {
    const message = "The calculated MD5 hash of the key did not match the hash that was provided.";
    throw invalidArgument(message, "x-amz-server-side-encryption-customer-key-MD5", SSECustomerKeyMD5);
  }
  return SSECustomerKeyMD5;
}

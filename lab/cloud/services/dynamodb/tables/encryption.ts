import type { SSESpecification } from "@aws-sdk/client-dynamodb";
import { invalidParameters } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import type { DynamoDbContext } from "../state.ts";

/**
 * Which key a table is to be encrypted with: nothing for DynamoDB's own. It is stored alone: nothing is encrypted with it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSESpecification.html
 */
export function readEncryption(
  specification: SSESpecification | undefined,
  { account, region }: Pick<DynamoDbContext, "account" | "region">,
): TableRecord["encryption"] {
  const { Enabled, SSEType, KMSMasterKeyId } = specification ?? {};
  if (SSEType !== undefined && SSEType !== "KMS") throw invalidParameters(`SSEType ${SSEType} is not supported`);
  if (!Enabled) {
    if (SSEType !== undefined) throw invalidParameters("SSEType can not be specified if Enabled is false");
    if (KMSMasterKeyId !== undefined)
      throw invalidParameters("KMSMasterKeyId can not be specified if Enabled is false");
    return undefined;
  }
  if (KMSMasterKeyId !== undefined && SSEType === undefined)
    throw invalidParameters("SSEType KMS is required if KMSMasterKeyId is specified");
  const arn = (resource: string) => `arn:aws:kms:${region}:${account}:${resource}`;
  if (KMSMasterKeyId === undefined) return { type: "KMS", key: arn("alias/aws/dynamodb") };
  if (KMSMasterKeyId.startsWith("arn:")) return { type: "KMS", key: KMSMasterKeyId };
  return { type: "KMS", key: arn(KMSMasterKeyId.startsWith("alias/") ? KMSMasterKeyId : `key/${KMSMasterKeyId}`) };
}

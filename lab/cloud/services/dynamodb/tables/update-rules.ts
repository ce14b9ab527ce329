import type { UpdateTableInput } from "@aws-sdk/client-dynamodb";
import { invalid, invalidParameters } from "../errors.ts";

/** The members that change something, as DynamoDB calls them. */
const CHANGES = {
  ProvisionedThroughput: "ProvisionedThroughput",
  BillingMode: "BillingMode",
  StreamSpecification: "UpdateStreamEnabled",
  GlobalSecondaryIndexUpdates: "GlobalSecondaryIndexUpdates",
  SSESpecification: "SSESpecification",
  ReplicaUpdates: "ReplicaUpdates",
  DeletionProtectionEnabled: "DeletionProtectionEnabled",
  OnDemandThroughput: "OnDemandThroughput",
  WarmThroughput: "WarmThroughput",
  TableClass: "TableClass",
} as const;

type Change = keyof typeof CHANGES;

/** What is changed on its own, and how DynamoDB calls that. */
const ALONE: Partial<Record<Change, string>> = {
  SSESpecification: "Server-Side Encryption modification",
  TableClass: "TableClass modification",
  DeletionProtectionEnabled: "DeletionProtection modification",
  ReplicaUpdates: "Replica modification",
  WarmThroughput: "WarmThroughput",
};

const NOTHING =
  "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required";

/**
 * Refuses an UpdateTable that changes nothing, or more than goes together, in the words that AWS's service answers.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
export function checkTogether(input: UpdateTableInput): void {
  const updates = input.GlobalSecondaryIndexUpdates;
  const changes = (Object.keys(CHANGES) as Change[]).filter(
    (name) => input[name] !== undefined && (name !== "GlobalSecondaryIndexUpdates" || updates?.length),
  );
  if (changes.length === 0) throw invalid(NOTHING);
  if (updates?.length === 0) throw invalidParameters("List of GlobalSecondaryIndexUpdates is empty");
  const has = (name: Change) => changes.includes(name);
  const comesOrGoes = updates?.some(({ Create, Delete }) => Create || Delete);
  if (comesOrGoes && has("WarmThroughput"))
    throw invalidParameters("Create global secondary index cannot be specified when updating WarmThroughput");
  const alone = changes.find((name) => ALONE[name]);
  if (alone && changes.length > 1) throw invalidParameters(`${ALONE[alone]} must be the only operation in the request`);
  if (has("OnDemandThroughput") && changes.some((name) => name !== "OnDemandThroughput" && name !== "BillingMode"))
    throw invalidParameters("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request");
  if (has("ProvisionedThroughput") && has("StreamSpecification"))
    throw invalidParameters("You cannot modify stream status while updating table IOPS");
  if (comesOrGoes && has("ProvisionedThroughput"))
    throw invalidParameters("You cannot create or delete index while updating table IOPS");
  if (comesOrGoes && has("StreamSpecification"))
    throw invalidParameters("You cannot create or delete index while changing stream status");
}

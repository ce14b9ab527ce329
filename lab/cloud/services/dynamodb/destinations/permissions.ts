import { refusalOf } from "../../../auth/authorize.ts";
import { calledVia, serviceIn } from "../../../auth/caller.ts";
import { callerOf } from "../../../delivery/principals.ts";
import { tolerate } from "../../../service/gone.ts";
import type { DynamoDbContext } from "../state.ts";
import { LINKED_SERVICE, senderFor } from "./outbox.ts";

const NO_PERMISSION = "User does not have a permission to use kinesis stream";
const belongsTo = (what: string) =>
  `The kinesis Arn used to enable kinesis replication belongs to a stream which is ${what}`;

const STREAM = /^arn:aws[a-z-]*:kinesis:([a-z0-9-]+):(\d{12}):stream\/[a-zA-Z0-9_.-]+$/;

/** What whoever enables a stream needs: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_iam.html */
const NEEDED = ["ListStreams", "PutRecords", "DescribeStream"];

/** Why changes can't go to a stream, in AWS's words for the destination's status; nothing when they can. */
export async function failureOf(StreamARN: string, context: DynamoDbContext): Promise<string | undefined> {
  const { cloud, account, region } = context;
  const [, ofRegion, ofAccount] = STREAM.exec(StreamARN) ?? [];
  if (ofRegion === undefined) return NO_PERMISSION;
  if (ofRegion !== region) return belongsTo("not in the current region");
  if (ofAccount !== account) return belongsTo("not in Active state");
  if (!(await mayUse(StreamARN, context))) return NO_PERMISSION;
  await haveRole(context);
  const { kinesis } = cloud.clients(await callerOf(senderFor(account), cloud), region);
  const found = await kinesis.DescribeStream({ StreamARN, Limit: 1 }).catch(() => undefined);
  const status = found?.StreamDescription?.StreamStatus;
  return status === "ACTIVE" || status === "UPDATING" ? undefined : NO_PERMISSION;
}

/** Whether the caller may do with the stream what DynamoDB is going to do. */
async function mayUse(StreamARN: string, context: DynamoDbContext): Promise<boolean> {
  const { definition, state } = await context.cloud.service("kinesis");
  const caller = calledVia(context.caller, "dynamodb.amazonaws.com");
  return NEEDED.every((operation) => {
    const input = operation === "ListStreams" ? {} : { StreamARN };
    const asked = { ...context, caller, state };
    const wanted = definition.access?.(operation, input as never, asked, undefined) ?? [];
    return !refusalOf(wanted, { ...asked, input }, { protocol: "awsJson1_1" });
  });
}

/** Makes the role by which DynamoDB writes, unless the account has it. */
async function haveRole({ cloud, account, region }: DynamoDbContext): Promise<void> {
  if (cloud.identities.role(senderFor(account).role)) return;
  const { iam } = cloud.clients(serviceIn(account, "dynamodb.amazonaws.com"), region);
  // Another request may be making it at the same time.
  await iam.CreateServiceLinkedRole({ AWSServiceName: LINKED_SERVICE }).catch(tolerate("InvalidInput"));
}

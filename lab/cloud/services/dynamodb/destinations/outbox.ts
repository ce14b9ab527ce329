import type { Cloud } from "../../../cloud.ts";
import { Outbox } from "../../../delivery/outbox.ts";
import type { RolePrincipal } from "../../../delivery/principals.ts";
import { isPassing, type RetryPolicy } from "../../../delivery/retry-policy.ts";
import type { TableRecord } from "../records.ts";
import { type ItemChange, isUnchanged } from "../streams/changes.ts";
import { changeRecord } from "./change-record.ts";

/** The service that has the role, and the role by which it writes into streams. */
export const LINKED_SERVICE = "kinesisreplication.dynamodb.amazonaws.com";
const LINKED_ROLE = "AWSServiceRoleForDynamoDBKinesisDataStreamsReplication";

/** A stream that takes nothing for a day loses what waits for it. */
const RETRY_POLICY: RetryPolicy = {
  retries: Number.MAX_SAFE_INTEGER,
  maxAge: 24 * 3_600_000,
  firstWait: 100,
  longestWait: 60_000,
};

/** What somebody may mend meanwhile: the stream is gone, the role is, or the key of the stream is out of order. */
const MENDABLE = /^(ResourceNotFound|AccessDenied|NoSuchEntity|KMS)/;

/** The changes of tables on their way to Kinesis streams: those of a table go to a stream in their order. */
export class ChangeOutbox {
  readonly #cloud: Cloud;
  readonly #outbox: Outbox;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.#outbox = new Outbox({
      cloud,
      service: "dynamodb",
      name: "dynamodb-kinesis-outbox",
      // A record that is too large for the stream would hold up all others.
      isPassing: (error) => isPassing(error) || MENDABLE.test(error.name),
    });
  }

  /** Sends a change to the streams that the table has. What changes nothing leaves no trace there. Only inside `store.write`. */
  post(table: TableRecord, change: ItemChange): void {
    const { account, id, destinations = [] } = table;
    const active = destinations.filter(({ status }) => status === "ACTIVE");
    if (active.length === 0 || isUnchanged(change)) return;
    for (const destination of active)
      this.#outbox.post([account, id, destination.stream], {
        to: destination.stream,
        message: changeRecord(table, change, destination, this.#cloud.clock.now()),
        as: senderFor(account),
        retryPolicy: RETRY_POLICY,
      });
  }

  /** Leaves what is not delivered to the next start. */
  async close(): Promise<void> {
    await this.#outbox.close();
  }
}

/** As whom DynamoDB writes into the streams of an account. */
export function senderFor(account: string): RolePrincipal {
  return {
    role: `arn:aws:iam::${account}:role/aws-service-role/${LINKED_SERVICE}/${LINKED_ROLE}`,
    service: LINKED_SERVICE,
    account,
    session: "DynamoDBKinesisReplication",
  };
}

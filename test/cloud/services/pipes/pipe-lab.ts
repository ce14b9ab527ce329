import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { IAM } from "@aws-sdk/client-iam";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { type CreatePipeCommandInput, Pipes } from "@aws-sdk/client-pipes";
import { type Message, SQS } from "@aws-sdk/client-sqs";
import { until } from "../../until.ts";

type ClientClass<C> = new (configuration: object) => C;

/** What makes clients of a lab. */
interface Lab {
  client<C extends { destroy(): void }>(Client: ClientClass<C>, overrides?: object): C;
}

export const ROLE = "arn:aws:iam::000000000000:role/pipes";

/** Pipes in a cloud, with what they read from and send to, as a test makes and uses them. */
export class PipeLab {
  readonly pipes: Pipes;
  readonly sqs: SQS;
  readonly kinesis: Kinesis;
  readonly db: DynamoDB;
  readonly iam: IAM;
  static #count = 0;

  constructor(lab: Lab) {
    this.pipes = lab.client(Pipes);
    this.sqs = lab.client(SQS);
    this.kinesis = lab.client(Kinesis);
    this.db = lab.client(DynamoDB);
    this.iam = lab.client(IAM);
  }

  /** Makes a role that trusts pipes; one that may do everything unless told otherwise. @returns its ARN */
  async makeRole(name = "pipes", statements?: readonly object[], conditions: object = {}): Promise<string> {
    const trust = {
      Effect: "Allow",
      Principal: { Service: "pipes.amazonaws.com" },
      Action: "sts:AssumeRole",
      ...conditions,
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const { Role } = await this.iam.createRole({ RoleName: name, AssumeRolePolicyDocument });
    const Statement = statements ?? [{ Effect: "Allow", Action: "*", Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await this.iam.putRolePolicy({ RoleName: name, PolicyName: "p", PolicyDocument });
    return Role?.Arn as string;
  }

  name(what = "pipe"): string {
    return `${what}-${++PipeLab.#count}`;
  }

  /** A queue of its own. */
  async queue(attributes: Record<string, string> = {}, suffix = "") {
    const QueueName = `${this.name("queue")}${suffix}`;
    const Attributes = { VisibilityTimeout: "1", ...attributes };
    const { QueueUrl = "" } = await this.sqs.createQueue({ QueueName, Attributes });
    const taken: Message[] = [];
    const send = (body: unknown, more: object = {}) =>
      this.sqs.sendMessage({ QueueUrl, MessageBody: typeof body === "string" ? body : JSON.stringify(body), ...more });
    /** The messages that it has got, once there are so many. */
    const messages = async (count: number) => {
      await until(async () => {
        const { Messages = [] } = await this.sqs.receiveMessage({
          QueueUrl,
          MaxNumberOfMessages: 10,
          AttributeNames: ["All"],
          WaitTimeSeconds: taken.length < count ? 1 : 0,
        });
        for (const message of Messages) {
          taken.push(message);
          await this.sqs.deleteMessage({ QueueUrl, ReceiptHandle: message.ReceiptHandle });
        }
        return taken.length >= count;
      });
      return taken;
    };
    const bodies = async (count: number) => (await messages(count)).map(({ Body = "" }) => Body);
    const waiting = async () => {
      const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
      const { Attributes: found = {} } = await this.sqs.getQueueAttributes({ QueueUrl, AttributeNames: [...names] });
      return names.reduce((sum, name) => sum + Number(found[name]), 0);
    };
    return { url: QueueUrl, arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}`, send, messages, bodies, waiting };
  }

  /** A data stream of its own, and how to read what it has. */
  async stream() {
    const StreamName = this.name("stream");
    await this.kinesis.createStream({ StreamName, ShardCount: 1 });
    const put = (text: string, PartitionKey = "key") =>
      this.kinesis.putRecord({ StreamName, PartitionKey, Data: Buffer.from(text) });
    const records = async (count: number) => {
      const ShardId = "shardId-000000000000";
      const from = { StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" as const };
      let found: { readonly key: string; readonly text: string }[] = [];
      await until(async () => {
        const { ShardIterator } = await this.kinesis.getShardIterator(from);
        const { Records = [] } = await this.kinesis.getRecords({ ShardIterator });
        found = Records.map(({ Data, PartitionKey = "" }) => ({
          key: PartitionKey,
          text: Buffer.from(Data ?? []).toString(),
        }));
        return found.length >= count;
      });
      return found;
    };
    return { arn: `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`, put, records };
  }

  /** A table with a stream of its own. */
  async table() {
    const TableName = this.name("table");
    const { TableDescription } = await this.db.createTable({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    });
    const put = (pk: string, more: object = {}) => this.db.putItem({ TableName, Item: { pk: { S: pk }, ...more } });
    return { arn: TableDescription?.LatestStreamArn as string, put };
  }

  /** A pipe of its own. @returns its name */
  async pipe(Source: string, Target: string, more: Partial<CreatePipeCommandInput> = {}): Promise<string> {
    const Name = this.name();
    await this.pipes.createPipe({ Name, Source, Target, RoleArn: ROLE, ...more });
    return Name;
  }
}

/** The parameters of a stream that is read from its beginning. */
export const FROM_START = { StartingPosition: "TRIM_HORIZON" } as const;

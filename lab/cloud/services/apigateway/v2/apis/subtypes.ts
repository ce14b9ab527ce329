/** An action of a service that HTTP APIs know by name. */
export interface Subtype {
  readonly service: "sqs" | "kinesis";
  readonly action: string;
  /** The parameters that it must have, and those that it may have besides `Region`. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const sqs = (action: string, required: readonly string[], optional: readonly string[] = []): Subtype => ({
  service: "sqs",
  action,
  required: ["QueueUrl", ...required],
  optional,
});

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html */
export const SUBTYPES: ReadonlyMap<string, Subtype> = new Map([
  [
    "Kinesis-PutRecord",
    {
      service: "kinesis",
      action: "PutRecord",
      required: ["StreamName", "Data", "PartitionKey"],
      optional: ["SequenceNumberForOrdering", "ExplicitHashKey"],
    },
  ],
  ["SQS-DeleteMessage", sqs("DeleteMessage", ["ReceiptHandle"])],
  ["SQS-PurgeQueue", sqs("PurgeQueue", [])],
  [
    "SQS-ReceiveMessage",
    sqs(
      "ReceiveMessage",
      [],
      [
        "AttributeNames",
        "MaxNumberOfMessages",
        "MessageAttributeNames",
        "ReceiveRequestAttemptId",
        "VisibilityTimeout",
        "WaitTimeSeconds",
      ],
    ),
  ],
  [
    "SQS-SendMessage",
    sqs(
      "SendMessage",
      ["MessageBody"],
      ["DelaySeconds", "MessageAttributes", "MessageDeduplicationId", "MessageGroupId", "MessageSystemAttributes"],
    ),
  ],
]);

/** Those that come with the services that they call. */
export const LATER: ReadonlySet<string> = new Set([
  "AppConfig-GetConfiguration",
  "EventBridge-PutEvents",
  "StepFunctions-StartExecution",
  "StepFunctions-StartSyncExecution",
  "StepFunctions-StopExecution",
]);

import type { AuditFacts } from "../../service/audit-facts.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-logging-using-cloudtrail.html */
export const audit: AuditFacts = {
  resources: { QueueName: "AWS::SQS::Queue", QueueUrl: "AWS::SQS::Queue" },
  data: [
    {
      type: "AWS::SQS::Queue",
      operations: [
        "ChangeMessageVisibility",
        "ChangeMessageVisibilityBatch",
        "DeleteMessage",
        "DeleteMessageBatch",
        "ReceiveMessage",
        "SendMessage",
        "SendMessageBatch",
      ],
      arn({ QueueUrl = "" }: { readonly QueueUrl?: string }, { region }) {
        const [account, name] = QueueUrl.split("/").slice(-2);
        return account && name ? `arn:aws:sqs:${region}:${account}:${name}` : undefined;
      },
    },
  ],
};

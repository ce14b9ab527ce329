import type { AuditFacts } from "../../service/audit-facts.ts";

interface PublishInput {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
}

/** https://docs.aws.amazon.com/sns/latest/dg/logging-using-cloudtrail.html */
export const audit: AuditFacts = {
  resources: { TopicArn: "AWS::SNS::Topic" },
  data: [
    {
      type: "AWS::SNS::Topic",
      operations: ["Publish", "PublishBatch"],
      arn: ({ TopicArn, TargetArn }: PublishInput) => TopicArn ?? TargetArn,
    },
  ],
};

import type { AuditFacts } from "../../../service/audit-facts.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html */
export const audit: AuditFacts = {
  data: [
    {
      type: "AWS::DynamoDB::Stream",
      operations: ["GetRecords"],
      arn: () => undefined,
    },
    {
      type: "AWS::DynamoDB::Table",
      operations: ["GetShardIterator"],
      arn: ({ StreamArn }: { readonly StreamArn?: string }) => StreamArn?.replace(/\/stream\/.*$/, ""),
    },
  ],
};

import type { AuditFacts } from "../../service/audit-facts.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/logging_cw_api_calls_cwl.html */
export const audit: AuditFacts = {
  resources: { logGroupName: "AWS::Logs::LogGroup" },
  data: [
    {
      type: "AWS::Logs::LogGroup",
      operations: ["FilterLogEvents", "GetLogEvents", "GetLogObject", "GetLogRecord", "PutLogEvents", "StartLiveTail"],
      arn: ({ logGroupName }: { readonly logGroupName?: string }, { account, region }) =>
        logGroupName === undefined ? undefined : `arn:aws:logs:${region}:${account}:log-group:${logGroupName}`,
    },
  ],
};

import { accessOf } from "../../auth/access-table.ts";
import { groupName } from "./state.ts";

interface LogsInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamName?: string;
  readonly resourceArn?: string;
}

/** The ARN of a group ends as AWS's denials write it: a policy names groups with `:*` behind. */
export const access = accessOf<LogsInput>({
  prefix: "logs",
  resource(_operation, input, { region, account }) {
    const { logGroupName, logGroupIdentifier, logStreamName = "", resourceArn } = input;
    if (resourceArn !== undefined) return resourceArn;
    const isNamed = logGroupName !== undefined || logGroupIdentifier !== undefined;
    const group = isNamed ? groupName({ logGroupName, logGroupIdentifier }) : "";
    return `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:${logStreamName}`;
  },
});

import { accessOf } from "../../auth/access-table.ts";
import { groupName } from "./groups/names.ts";
import type { LogsState } from "./state.ts";

interface LogsInput {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logGroupIdentifiers?: readonly string[];
  readonly logStreamName?: string;
  readonly resourceArn?: string;
}

/** The ARN of a group ends as AWS's denials write it: a policy names groups with `:*` behind. */
export const access = accessOf<LogsInput, LogsState>({
  prefix: "logs",
  resource(operation, input, { region, account }) {
    const { logGroupName, logGroupIdentifier, logGroupIdentifiers, logStreamName = "", resourceArn } = input;
    if (resourceArn !== undefined) return resourceArn;
    // Policies are those of the account.
    if (operation.includes("ResourcePolic")) return "*";
    const isNamed = logGroupName !== undefined || logGroupIdentifier !== undefined;
    const groups = isNamed
      ? [groupName({ logGroupName, logGroupIdentifier })]
      : (logGroupIdentifiers?.map((one) => groupName({ logGroupIdentifier: one })) ?? [""]);
    return groups.map((group) => `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:${logStreamName}`);
  },
  tags(arn, { state, account, region }) {
    const name = /:log-group:([^:]+)/.exec(arn)?.[1];
    return name === undefined ? undefined : state.groups.get(account, region, name)?.tags;
  },
  tagging: (operation) => (operation === "CreateLogGroup" ? "TagResource" : undefined),
});

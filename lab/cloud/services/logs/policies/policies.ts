import { listOf, type Policy } from "../../../auth/policy/document.ts";
import { parsePolicy } from "../../../auth/policy/grammar.ts";
import { documentOf } from "../../../auth/policy/parsed.ts";
import { AwsError } from "../../../errors.ts";
import { pageByKey } from "../../../service/paging.ts";
import { invalid } from "../errors.ts";
import type { Logs, LogsState } from "../state.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MOST = 10;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
export const putResourcePolicy: Logs["PutResourcePolicy"] = ({ policyName, policyDocument }, context) => {
  const { cloud, state, account, region } = context;
  if (policyName === undefined || policyDocument === undefined)
    throw invalid("policyName and policyDocument are required.");
  try {
    parsePolicy(policyDocument);
  } catch {
    throw invalid("Invalid resource policy.");
  }
  const updated = cloud.clock.now();
  cloud.store.write(() => {
    const count = [...state.policies.keys({ under: [account, region] })].length;
    if (count >= MOST && !state.policies.has(account, region, policyName))
      throw new AwsError("LimitExceededException", "Resource limit exceeded.");
    state.policies.put([account, region, policyName], { document: policyDocument, updated });
  });
  return { resourcePolicy: { policyName, policyDocument, lastUpdatedTime: updated } };
};

export const describeResourcePolicies: Logs["DescribeResourcePolicies"] = ({ nextToken, limit = 50 }, context) => {
  const { state, account, region } = context;
  const all = [...state.policies.entries({ under: [account, region] })].map(([key, { document, updated }]) => ({
    policyName: String(key[2]),
    policyDocument: document,
    lastUpdatedTime: updated,
  }));
  const asked = { token: nextToken, size: limit, invalid: () => invalid("The specified nextToken is invalid.") };
  const page = pageByKey(all, ({ policyName }) => policyName, asked);
  return { resourcePolicies: page.items, ...(page.next !== undefined && { nextToken: page.next }) };
};

export const deleteResourcePolicy: Logs["DeleteResourcePolicy"] = ({ policyName }, context) => {
  const { cloud, state, account, region } = context;
  cloud.store.write(() => {
    if (policyName === undefined || !state.policies.has(account, region, policyName))
      throw new AwsError("ResourceNotFoundException", `Policy with name [${policyName}] does not exist`);
    state.policies.delete(account, region, policyName);
  });
  return {};
};

/** All of them together, as one policy of the groups of an account and region. */
export function policyOf(account: string, region: string, state: LogsState): Policy {
  const statements = [...state.policies.values({ under: [account, region] })].flatMap(({ document }) =>
    listOf(documentOf(document).Statement),
  );
  return { name: `the log groups' resource policies`, document: { Version: "2012-10-17", Statement: statements } };
}

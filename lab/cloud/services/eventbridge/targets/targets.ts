import { pageByKey } from "../../../service/paging.ts";
import { badToken } from "../buses/buses.ts";
import { limitExceeded, notValid } from "../errors.ts";
import { readPath } from "../inputs/json-path.ts";
import { missingVariable } from "../inputs/transformer.ts";
import type { RuleName, RuleTarget } from "../records.ts";
import { keyOf, openRule, refuseManaged, ruleNamed } from "../rules/lookup.ts";
import type { EventBridge } from "../state.ts";
import { needsRole } from "./kinds.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST = 5;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
export const putTargets: EventBridge["PutTargets"] = ({ Rule, EventBusName, Targets }, context) => {
  const { cloud, state } = context;
  const named = ruleNamed(Rule, EventBusName, context);
  const targets = Targets as RuleTarget[];
  cloud.store.write(() => {
    refuseManaged(openRule(named, state));
    for (const target of targets) check(target, named);
    for (const target of targets) state.targets.put([...keyOf(named), target.Id], target);
    if ([...state.targets.keys({ under: keyOf(named), limit: MOST + 1 })].length > MOST) throw limitExceeded();
  });
  return { FailedEntryCount: 0, FailedEntries: [] };
};

export const removeTargets: EventBridge["RemoveTargets"] = ({ Rule, EventBusName, Ids, Force }, context) => {
  const { cloud, state } = context;
  const named = ruleNamed(Rule, EventBusName, context);
  const missing = cloud.store.write(() => {
    refuseManaged(openRule(named, state), Force);
    return Ids.filter((id) => {
      const isThere = state.targets.has(...keyOf(named), id);
      state.targets.delete(...keyOf(named), id);
      return !isThere;
    });
  });
  const FailedEntries = missing.map((TargetId) => ({
    TargetId,
    ErrorCode: "ResourceNotFoundException",
    ErrorMessage: `Rule ${Rule} does not have a target with the Id ${TargetId}.`,
  }));
  return { FailedEntryCount: FailedEntries.length, FailedEntries };
};

export const listTargetsByRule: EventBridge["ListTargetsByRule"] = (input, context) => {
  const { Rule, EventBusName, NextToken, Limit = 100 } = input;
  const named = ruleNamed(Rule, EventBusName, context);
  openRule(named, context.state);
  const all = [...context.state.targets.values({ under: keyOf(named) })];
  const page = pageByKey(all, ({ Id }) => Id, { token: NextToken, size: Limit, invalid: badToken });
  return { Targets: page.items, ...(page.next !== undefined && { NextToken: page.next }) };
};

/** Refuses a target that could never get anything. */
function check(target: RuleTarget, { account }: RuleName): void {
  const { Id, Arn, RoleArn, SqsParameters, Input, InputPath, InputTransformer } = target;
  if (!/^arn:[\w-]+:[\w-]+:[\w-]*:\d{0,12}:.+/.test(Arn))
    throw notValid(`Parameter ${Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  if (RoleArn === undefined && needsRole(Arn, account)) throw notValid(`RoleArn is required for target ${Arn}.`);
  if (/^arn:aws:sqs:.*\.fifo$/.test(Arn) && SqsParameters === undefined)
    throw notValid(`Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  if ([Input, InputPath, InputTransformer].filter((one) => one !== undefined).length > 1)
    throw notValid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  if (Input !== undefined && !isJson(Input)) throw notValid(`JSON syntax error in input for target ${Id}.`);
  if (InputPath !== undefined && !readPath(InputPath))
    throw notValid(`Parameter InputPath is not valid. Reason: Invalid JSONPath provided.`);
  if (!InputTransformer) return;
  const missing = missingVariable(InputTransformer);
  if (missing !== undefined) throw notValid(`InputTemplate for target ${Id} contains invalid placeholder ${missing}.`);
  for (const path of Object.values(InputTransformer.InputPathsMap ?? {}))
    if (!readPath(path)) throw notValid(`Invalid InputPathsMap for target ${Id}.`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

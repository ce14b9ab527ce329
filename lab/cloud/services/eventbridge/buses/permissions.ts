import { listOf, type PolicyDocument, type Statement } from "../../../auth/policy/document.ts";
import { parsePolicy } from "../../../auth/policy/grammar.ts";
import { AwsError } from "../../../errors.ts";
import { notFound, notValid } from "../errors.ts";
import type { Bus } from "../records.ts";
import type { EventBridge, EventBridgeContext } from "../state.ts";
import { openBus, putBus } from "./lookup.ts";
import { busArn, busNamed } from "./names.ts";

/** The largest policy, in bytes. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LARGEST = 10_240;

/** Sets a statement of the bus's policy, or all of it. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html */
export const putPermission: EventBridge["PutPermission"] = (input, context) => {
  const { EventBusName, Policy, Action, Principal, StatementId, Condition } = input;
  if (Policy !== undefined) {
    if (Action !== undefined || Principal !== undefined || StatementId !== undefined || Condition !== undefined)
      throw notValid("Parameters Policy and Action, Principal, StatementId, Condition are mutually exclusive.");
    change(EventBusName, context, () => parsed(Policy));
    return {};
  }
  if (Action === undefined || Principal === undefined || StatementId === undefined)
    throw notValid("Parameters Action, Principal and StatementId, or Policy, must be specified.");
  change(EventBusName, context, (document, bus) => {
    const statement: Statement & { Sid: string } = {
      Sid: StatementId,
      Effect: "Allow",
      Principal: Principal === "*" ? "*" : { AWS: `arn:aws:iam::${Principal}:root` },
      Action,
      Resource: busArn(bus),
      ...(Condition && { Condition: { [Condition.Type ?? ""]: { [Condition.Key ?? ""]: Condition.Value ?? "" } } }),
    };
    const others = listOf(document?.Statement).filter(({ Sid }) => Sid !== StatementId);
    return { Version: "2012-10-17", ...document, Statement: [...others, statement] };
  });
  return {};
};

export const removePermission: EventBridge["RemovePermission"] = (input, context) => {
  const { EventBusName, StatementId, RemoveAllPermissions } = input;
  change(EventBusName, context, (document) => {
    if (RemoveAllPermissions) return undefined;
    if (!document) throw notFound("EventBus does not have a policy.");
    const statements = listOf(document.Statement);
    const left = statements.filter(({ Sid }) => Sid !== StatementId);
    if (left.length === statements.length) throw notFound("Statement with the provided id does not exist.");
    return left.length > 0 ? { ...document, Statement: left } : undefined;
  });
  return {};
};

function change(
  name: string | undefined,
  context: EventBridgeContext,
  changed: (document: PolicyDocument | undefined, bus: Bus) => PolicyDocument | undefined,
): void {
  const { cloud, state } = context;
  cloud.store.write(() => {
    const { policy: before, ...bus } = openBus(busNamed(name, context), state);
    const document = changed(before === undefined ? undefined : (JSON.parse(before) as PolicyDocument), bus);
    const policy = document && JSON.stringify(document);
    if (policy !== undefined && Buffer.byteLength(policy) > LARGEST)
      throw new AwsError("PolicyLengthExceededException", "The resource policy exceeds the maximum size.");
    putBus({ ...bus, ...(policy !== undefined && { policy }) }, state);
  });
}

function parsed(text: string): PolicyDocument {
  try {
    return parsePolicy(text);
  } catch {
    throw notValid("Parameter Policy is not valid. Reason: The policy is malformed.");
  }
}

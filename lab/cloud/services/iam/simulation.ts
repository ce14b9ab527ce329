import type {
  ContextEntry,
  EvaluationResult,
  PolicySourceType,
  SimulateCustomPolicyCommandInput,
} from "@aws-sdk/client-iam";
import type { Policy, PolicyDocument } from "../../auth/policy/document.ts";
import { type Decision, type Decisive, evaluate, type Policies } from "../../auth/policy/evaluate.ts";
import { RequestContext } from "../../auth/policy/request.ts";
import { checkPolicy } from "./documents.ts";
import { noSuchEntity, validationError } from "./errors.ts";
import type { Iam } from "./state.ts";

type Simulation = Omit<SimulateCustomPolicyCommandInput, "PolicyInputList"> & {
  readonly PolicyInputList?: readonly string[] | undefined;
};

/** What policies would decide: those that are given. */
export const simulateCustomPolicy: Iam["SimulateCustomPolicy"] = (input, { account }) => {
  const identity = input.PolicyInputList.map(given);
  return resultsOf(input, { identity }, account);
};

/** What policies would decide: those of a user, a group or a role, and others that are given. */
export const simulatePrincipalPolicy: Iam["SimulatePrincipalPolicy"] = (input, { cloud, account }) => {
  const { PolicySourceArn, PolicyInputList = [] } = input;
  const own = cloud.identities.policiesOfArn(PolicySourceArn);
  if (!own) throw noSuchEntity(`${PolicySourceArn} is not attached to a principal`);
  const policies = { ...own, identity: [...(own.identity ?? []), ...PolicyInputList.map(given)] };
  return resultsOf({ ...input, CallerArn: input.CallerArn ?? PolicySourceArn }, policies, account);
};

function given(text: string, i: number): Policy {
  return { name: `PolicyInputList.${i + 1}`, document: JSON.parse(checkPolicy(text)) as PolicyDocument };
}

function resultsOf(input: Simulation, policies: Policies, account: string) {
  const { ActionNames = [], ResourceArns = ["*"], ResourcePolicy, ResourceOwner, CallerArn } = input;
  const wrong = ActionNames.find((action) => !/^[a-zA-Z0-9-]+:[a-zA-Z0-9]+$/.test(action));
  if (wrong !== undefined) throw validationError(`Invalid action name: ${wrong}`);
  const [boundary] = (input.PermissionsBoundaryPolicyInputList ?? []).map(given);
  const resource =
    ResourcePolicy === undefined
      ? undefined
      : { name: "ResourcePolicy", document: JSON.parse(ResourcePolicy) as PolicyDocument };
  const context = contextOf(input.ContextEntries);
  const principal = {
    kind: "user" as const,
    account: CallerArn?.split(":")[4] ?? account,
    arn: CallerArn ?? `arn:aws:iam::${account}:user/simulated`,
    userId: "simulated",
    ...(CallerArn?.includes(":role/") && { role: CallerArn }),
  };
  const all = ActionNames.flatMap((action) =>
    ResourceArns.map((arn): EvaluationResult => {
      const owner = ResourceOwner?.split(":")[4] ?? account;
      const request = { principal, action, resource: arn, account: owner, context };
      const whole = { ...policies, ...(boundary && { boundary }), ...(resource && { resource }) };
      return resultOf(action, arn, evaluate(request, whole), boundary ?? policies.boundary);
    }),
  );
  // Results have no names: a page begins at a number.
  const begin = Number(input.Marker ?? 0);
  const end = begin + (input.MaxItems ?? 1000);
  const isTruncated = end < all.length;
  return {
    EvaluationResults: all.slice(begin, end),
    IsTruncated: isTruncated,
    ...(isTruncated && { Marker: String(end) }),
  };
}

function resultOf(
  action: string,
  resource: string,
  decision: Decision,
  boundary: Policy | undefined,
): EvaluationResult {
  const by = decision.allowed || decision.why === "explicit deny" ? decision.by : undefined;
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision.allowed ? "allowed" : decision.why === "explicit deny" ? "explicitDeny" : "implicitDeny",
    MatchedStatements: by ? [{ SourcePolicyId: by.policy.name, SourcePolicyType: typeOf(by) }] : [],
    MissingContextValues: [],
    ...(boundary && {
      PermissionsBoundaryDecisionDetail: {
        AllowedByPermissionsBoundary:
          decision.allowed || decision.why !== "no allow" || decision.missing !== "permissions boundary",
      },
    }),
  };
}

function typeOf({ kind, policy: { name } }: Decisive): PolicySourceType {
  if (kind === "resource-based policy") return "resource";
  if (name.startsWith("arn:aws:iam::aws:")) return "aws-managed";
  return name.startsWith("arn:") ? "user-managed" : "none";
}

function contextOf(entries: readonly ContextEntry[] = []): RequestContext {
  return RequestContext.of(
    Object.fromEntries(
      entries.map(({ ContextKeyName = "", ContextKeyValues = [] }) => [ContextKeyName, ContextKeyValues]),
    ),
  );
}

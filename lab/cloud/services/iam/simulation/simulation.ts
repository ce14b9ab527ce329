import type {
  ContextEntry,
  EvaluationResult,
  PolicySourceType,
  SimulateCustomPolicyCommandInput,
} from "@aws-sdk/client-iam";
import type { Caller } from "../../../auth/caller.ts";
import type { Policy, PolicyDocument } from "../../../auth/policy/document.ts";
import {
  type Decision,
  type Decisive,
  evaluate,
  type Policies,
  type PolicyKind,
} from "../../../auth/policy/evaluate.ts";
import { RequestContext } from "../../../auth/policy/request.ts";
import { pagedInOrder } from "../entities/names.ts";
import { noSuchEntity, validationError } from "../errors.ts";
import { checkPolicy } from "../policies/documents.ts";
import type { Iam } from "../state.ts";

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
  const serviceControl = cloud.accounts.serviceControlOf(callerOf(PolicySourceArn));
  const policies = { ...own, identity: [...(own.identity ?? []), ...PolicyInputList.map(given)], serviceControl };
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
      const context = new GivenContext(input.ContextEntries);
      const request = { principal, action, resource: arn, account: owner, context };
      const whole = { ...policies, ...(boundary && { boundary }), ...(resource && { resource }) };
      const result = resultOf(action, arn, evaluate(request, whole), whole);
      return { ...result, MissingContextValues: [...context.missing] };
    }),
  );
  const { page, marker } = pagedInOrder(all, input);
  return { EvaluationResults: page, ...marker };
}

function resultOf(
  action: string,
  resource: string,
  decision: Decision,
  { boundary, serviceControl }: Policies,
): EvaluationResult {
  const isMissing = (kind: PolicyKind) => !decision.allowed && decision.why === "no allow" && decision.missing === kind;
  const isDenied = !decision.allowed && decision.why === "explicit deny";
  const by = decision.allowed || decision.why === "explicit deny" ? decision.by : undefined;
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision.allowed ? "allowed" : decision.why === "explicit deny" ? "explicitDeny" : "implicitDeny",
    MatchedStatements: by ? [{ SourcePolicyId: by.policy.name, SourcePolicyType: typeOf(by) }] : [],
    ...(boundary && {
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: !isMissing("permissions boundary") },
    }),
    ...(serviceControl && {
      OrganizationsDecisionDetail: {
        AllowedByOrganizations:
          !isMissing("service control policy") && !(isDenied && decision.by.kind === "service control policy"),
      },
    }),
  };
}

function typeOf({ kind, policy: { name } }: Decisive): PolicySourceType {
  if (kind === "resource-based policy") return "resource";
  if (name.startsWith("arn:aws:iam::aws:")) return "aws-managed";
  return name.startsWith("arn:") ? "user-managed" : "none";
}

/** A context of what a simulation is told. It notes what policies ask for besides. */
class GivenContext extends RequestContext {
  readonly missing = new Set<string>();

  constructor(entries: readonly ContextEntry[] = []) {
    const given = new Map(
      entries.map(({ ContextKeyName = "", ContextKeyValues = [] }) => [ContextKeyName.toLowerCase(), ContextKeyValues]),
    );
    super((key) => given.get(key));
  }

  override get(key: string): readonly string[] | undefined {
    const values = super.get(key);
    if (!values) this.missing.add(key);
    return values;
  }
}

/** A principal by its ARN, as far as an organization's policies ask. */
function callerOf(arn: string): Caller {
  const account = arn.split(":")[4] ?? "";
  return { kind: "user", account, arn, userId: "", ...(arn.includes(":role/") && { role: arn }) };
}

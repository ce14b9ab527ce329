import {
  type ContextEntry,
  type EvaluationResult,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  paginateSimulatePrincipalPolicy,
} from "@aws-sdk/client-iam";
import { LabError } from "../../lab-error.ts";
import { settingsFor } from "../lab-api.ts";
import { print } from "../output.ts";
import type { LabOptions } from "../place.ts";

/** IAM knows no such user, group or role. */
export class NoSuchPrincipal extends LabError {
  override readonly name = "NoSuchPrincipal";
}

/** What `lab iam simulate` is told. */
export interface SimulateOptions extends LabOptions {
  /** ARNs; everything by default. */
  readonly resource?: readonly string[];
  /** Condition keys and their values, `key=value`; a key may have several. */
  readonly context?: readonly string[];
}

/**
 * `lab iam simulate`: prints what the policies of a principal decide, for each action and resource, without doing anything. It
 * asks IAM's own simulator.
 *
 * @param principal an ARN, or the name of a role or user
 */
export async function simulate(
  principal: string,
  actions: readonly string[],
  { resource, context = [], ...place }: SimulateOptions,
): Promise<void> {
  const client = await clientOf(principal, place);
  try {
    const input = {
      PolicySourceArn: await arnOf(principal, client),
      ActionNames: [...actions],
      ...(resource && { ResourceArns: [...resource] }),
      ContextEntries: entriesOf(context),
    };
    const results: EvaluationResult[] = [];
    for await (const { EvaluationResults = [] } of paginateSimulatePrincipalPolicy({ client }, input))
      results.push(...EvaluationResults);
    print(place, results, () => results.map(explained).join("\n"));
  } finally {
    client.destroy();
  }
}

/** As who may ask about a principal: in another account than the caller's, the teacher alone. */
async function clientOf(principal: string, place: LabOptions): Promise<IAMClient> {
  const account = place.account ?? /^arn:aws:iam::(\d{12}):/.exec(principal)?.[1];
  return new IAMClient(await settingsFor({ ...place, ...(account && { account }) }));
}

async function arnOf(principal: string, client: IAMClient): Promise<string> {
  if (principal.startsWith("arn:")) return principal;
  const unlessThere = (error: Error) => {
    if (/^(NoSuchEntity|Validation)/.test(error.name)) return undefined;
    throw error;
  };
  const role = await client.send(new GetRoleCommand({ RoleName: principal })).catch(unlessThere);
  const user = role ? undefined : await client.send(new GetUserCommand({ UserName: principal })).catch(unlessThere);
  const arn = role?.Role?.Arn ?? user?.User?.Arn;
  if (!arn)
    throw new NoSuchPrincipal(`There is no role and no user ${principal}. If it is in another account, give its ARN.`);
  return arn;
}

function entriesOf(context: readonly string[]): ContextEntry[] {
  const values = new Map<string, string[]>();
  for (const one of context) {
    const [key = "", ...value] = one.split("=");
    values.set(key, [...(values.get(key) ?? []), value.join("=")]);
  }
  return [...values].map(([ContextKeyName, ContextKeyValues]) => ({
    ContextKeyName,
    ContextKeyValues,
    ContextKeyType: ContextKeyValues.length > 1 ? "stringList" : "string",
  }));
}

const DECISIONS: Readonly<Record<string, string>> = {
  allowed: "allowed",
  explicitDeny: "denied",
  implicitDeny: "not allowed",
};

function explained(result: EvaluationResult): string {
  const { EvalActionName, EvalResourceName, EvalDecision = "", MatchedStatements = [] } = result;
  const { MissingContextValues = [], OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail } = result;
  const by = MatchedStatements.map(({ SourcePolicyId, SourcePolicyType }) => `${SourcePolicyId} (${SourcePolicyType})`);
  return [
    `${(DECISIONS[EvalDecision] ?? EvalDecision).padEnd(11)}  ${EvalActionName} on ${EvalResourceName}`,
    ...by.map((policy) => `  by       ${policy}`),
    ...(OrganizationsDecisionDetail?.AllowedByOrganizations === false ? ["  the organization does not allow it"] : []),
    ...(PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false
      ? ["  the permissions boundary does not allow it"]
      : []),
    ...(MissingContextValues.length > 0 ? [`  missing  ${MissingContextValues.join(", ")}`] : []),
  ].join("\n");
}

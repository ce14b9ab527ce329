import { listOf } from "../../../auth/policy/document.ts";
import { isCondition, isObject } from "../../../auth/policy/grammar.ts";
import { own } from "../../../own.ts";
import { checkQuota, sizeOf } from "../entities/quotas.ts";
import { malformed } from "../errors.ts";
import { arnOf, type IamContext } from "../state.ts";

/** What a trust policy may be about. */
const ACTIONS = new Set(
  [
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:TagSession",
    "sts:SetSourceIdentity",
    "sts:SetContext",
  ].map((action) => action.toLowerCase()),
);

const COGNITO = "cognito-identity.amazonaws.com";

/**
 * Checks that a role's trust policy is one, and that those whom it names are there. IAM has words of its own for it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function checkTrustPolicy(text: string, context: IamContext): string {
  const statements = statementsOf(text);
  for (const statement of statements) checkStatement(statement, context);
  const sids = statements.flatMap(({ Sid }) => (Sid ? [Sid] : []));
  if (new Set(sids).size < sids.length) throw malformed("The Statement Ids in the policy are not unique");
  checkQuota("ACLSizePerRole", sizeOf(text));
  return text;
}

/**
 * IAM keeps whom a trust policy names by their unique ids, and shows their ARNs: an entity that is renamed stays trusted, and one that is
 * deleted is shown by an id that is nobody's any more. Only inside `store.write`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
 */
export function renameInTrust(from: string, to: string, { state }: IamContext): void {
  for (const [key, role] of [...state.roles.entries()]) {
    if (!role.trust.includes(from)) continue;
    const renamed = (name: unknown) => (name === from ? to : name);
    const statements = statementsOf(role.trust).map((statement) => {
      const { Principal } = statement;
      if (!isObject(Principal) || Principal.AWS === undefined) return statement;
      const AWS = Array.isArray(Principal.AWS) ? Principal.AWS.map(renamed) : renamed(Principal.AWS);
      return { ...statement, Principal: { ...Principal, AWS } };
    });
    const trust = JSON.stringify({ ...JSON.parse(role.trust), Statement: statements });
    state.roles.put(key, { ...role, trust });
  }
}

function statementsOf(text: string): Record<string, unknown>[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed("This policy contains invalid Json");
  }
  if (!isObject(document)) throw malformed("This policy contains invalid Json");
  const { Version, Statement: body } = document;
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17")
    throw malformed("The policy must contain a valid version string");
  const statements = listOf(body as Record<string, unknown> | Record<string, unknown>[]);
  if (statements.length === 0) throw malformed("Could not parse the policy: Statement is empty!");
  if (!statements.every(isObject)) throw malformed("Syntax error in policy.");
  return [...statements];
}

function checkStatement(statement: Record<string, unknown>, context: IamContext): void {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Condition } = statement;
  if (Effect === undefined) throw malformed("Missing required field Effect");
  if (Effect !== "Allow" && Effect !== "Deny") throw malformed(`Invalid effect: ${String(Effect)}`);
  if (NotPrincipal !== undefined)
    throw malformed(
      Effect === "Allow"
        ? "Allow with NotPrincipal is not allowed."
        : "AssumeRole policy must not contain NotPrincipal field.",
    );
  checkPrincipal(Principal, Condition, context);
  const actions = [...listOf(Action), ...listOf(NotAction)];
  if (actions.length === 0) throw malformed("Missing required field Action");
  if (!actions.every((action) => ACTIONS.has(String(action).toLowerCase())))
    throw malformed("AssumeRole policy may only specify STS AssumeRole actions.");
  if ("Resource" in statement) throw malformed("Has prohibited field Resource");
  if ("NotResource" in statement) throw malformed("AssumeRole policy must not contain resources.");
  if (!isCondition(Condition)) throw malformed("Syntax error in policy.");
}

function checkPrincipal(principal: unknown, condition: unknown, context: IamContext): void {
  if (principal === undefined) throw malformed("Missing required field Principal");
  if (typeof principal === "string") throw malformed("Principal must be a JSON object.");
  if (!isObject(principal)) throw malformed("Syntax error in policy.");
  if (Object.keys(principal).length === 0) throw malformed("Missing required field Principal cannot be empty!");
  for (const [kind, names] of Object.entries(principal)) {
    const known = own(KINDS, kind);
    if (!known) throw malformed(`Invalid principal in policy: "${kind}"`);
    for (const name of listOf(names as string | string[])) {
      if (typeof name !== "string" || !known(name, context))
        throw malformed(`Invalid principal in policy: "${kind.toUpperCase()}":"${name}"`);
    }
  }
  if (listOf(principal.Federated).includes(COGNITO) && !isObject(condition))
    throw malformed("A condition block must be present for the Cognito provider");
}

/** Whether somebody of a kind may be named so. */
const KINDS: Readonly<Record<string, (name: string, context: IamContext) => boolean>> = {
  AWS: isPrincipal,
  // Which services there are is not known here; their names are all of one form.
  Service: (name) => /^[a-z0-9][a-z0-9.-]*\.(amazonaws\.com|aws\.internal)$/.test(name),
  Federated: (name) =>
    /^(accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)$/.test(name) ||
    name === COGNITO ||
    /^arn:aws:iam::\d{12}:(saml|oidc)-provider\/./.test(name),
};

/** An account, or a user or role that is there. Sessions come and go: they need not be. */
function isPrincipal(name: string, { state }: IamContext): boolean {
  if (name === "*" || /^\d{12}$/.test(name) || /^arn:aws:iam::\d{12}:root$/.test(name)) return true;
  if (/^arn:aws:sts::\d{12}:(assumed-role\/[^/*]+|federated-user)\/[^/*]+$/.test(name)) return true;
  if (/^AIDA[A-Z2-7]+$/.test(name)) return [...state.users.values()].some(({ id }) => id === name);
  if (/^AROA[A-Z2-7]+$/.test(name)) return [...state.roles.values()].some(({ id }) => id === name);
  const [, account = "", kind] = /^arn:aws:iam::(\d{12}):(user|role)\//.exec(name) ?? [];
  if (kind !== "user" && kind !== "role") return false;
  const found = (kind === "user" ? state.users : state.roles).get(account, name.slice(name.lastIndexOf("/") + 1));
  return found !== undefined && arnOf(account, kind, found) === name;
}

import { AwsError } from "../../errors.ts";

type Statement = Record<string, unknown>;

/** Checks that a permissions policy is one. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export function checkPolicy(document: string): string {
  for (const statement of statementsOf(document)) {
    if ("Principal" in statement || "NotPrincipal" in statement)
      throw malformed("Policy document should not specify a principal.");
    if (!("Resource" in statement) && !("NotResource" in statement))
      throw malformed("Policy statement must contain resources.");
  }
  return document;
}

/** Checks that a role's trust policy is one. */
export function checkTrustPolicy(document: string): string {
  for (const statement of statementsOf(document)) {
    if (!("Principal" in statement) && !("NotPrincipal" in statement))
      throw malformed("Missing required field Principal");
    if ("Resource" in statement || "NotResource" in statement) throw malformed("Has prohibited field Resource");
  }
  return document;
}

/** Documents travel percent-encoded in answers, as RFC 3986 has it. */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function statementsOf(document: string): Statement[] {
  const policy = parse(document);
  if (typeof policy !== "object" || policy === null || Array.isArray(policy))
    throw malformed("Syntax errors in policy.");
  const { Version, Statement: body } = policy as { Version?: unknown; Statement?: unknown };
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17") {
    throw malformed("The policy must contain a valid version string.");
  }
  const statements = Array.isArray(body) ? body : [body];
  for (const statement of statements) {
    if (typeof statement !== "object" || statement === null) throw malformed("Syntax errors in policy.");
    checkStatement(statement);
  }
  return statements;
}

function checkStatement(statement: Statement): void {
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny")
    throw malformed(`Invalid effect: ${String(statement.Effect)}`);
  const actions = [statement.Action ?? statement.NotAction].flat();
  if (actions[0] === undefined) throw malformed("Policy statement must contain actions.");
  for (const action of actions) {
    if (action !== "*" && !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(String(action))) {
      throw malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
  }
}

function parse(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw malformed("Syntax errors in policy.");
  }
}

function malformed(reason: string): AwsError {
  return new AwsError("MalformedPolicyDocument", reason);
}

import { AwsError } from "../../errors.ts";
import { isOperator } from "./conditions.ts";
import { listOf, type PolicyDocument, type Statement } from "./document.ts";

const TOP = new Set(["Version", "Id", "Statement"]);
const ELEMENTS = new Set(["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"]);
const PRINCIPALS = new Set(["Principal", "NotPrincipal"]);

/**
 * Checks that a permissions policy is one; what is wrong is said in the order in which IAM looks.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * @param checkOwn looks at a resource's ARN beyond its shape
 */
export function checkGrammar(text: string, checkOwn: (resource: string) => void = () => {}): PolicyDocument {
  const document = parsePolicy(text);
  const statements = listOf(document.Statement);
  if (statements.some((statement) => "Principal" in statement || "NotPrincipal" in statement))
    throw malformed("Policy document should not specify a principal.");
  // IAM reads what is well-formed a second time, as it did in its first years.
  if (statements.some(({ Effect }) => Effect !== "Allow" && Effect !== "Deny"))
    throw malformed("The policy failed legacy parsing");
  checkSids(statements);
  if (statements.some(({ Action, NotAction }) => isAbsent(Action) && isAbsent(NotAction)))
    throw malformed("Policy statement must contain actions.");
  if (statements.some(({ Resource, NotResource }) => isAbsent(Resource) && isAbsent(NotResource)))
    throw malformed("Policy statement must contain resources.");
  for (const { Resource, NotResource } of statements)
    checkResources([...listOf(Resource), ...listOf(NotResource)], checkOwn);
  for (const { Action, NotAction, Condition = {} } of statements) {
    for (const action of [...listOf(Action), ...listOf(NotAction)]) if (action !== "*") checkVendor(action);
    for (const key of Object.values(Condition).flatMap(Object.keys)) if (!key.includes(":")) checkVendor(key);
  }
  return document;
}

/** Reads a policy; only its structure is checked. */
export function parsePolicy(text: string): PolicyDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed("Syntax errors in policy.");
  }
  if (!isPolicy(document)) throw malformed("Syntax errors in policy.");
  return document;
}

function isPolicy(document: unknown): document is PolicyDocument {
  if (!isObject(document) || !Object.keys(document).every((key) => TOP.has(key))) return false;
  const { Version, Id, Statement: body } = document;
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17") return false;
  if (Id !== undefined && typeof Id !== "string") return false;
  const statements = Array.isArray(body) ? body : [body];
  return statements.length > 0 && statements.every(isStatement);
}

function isStatement(statement: unknown): boolean {
  if (!isObject(statement) || !Object.keys(statement).every((key) => ELEMENTS.has(key) || PRINCIPALS.has(key)))
    return false;
  const { Sid, Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  if (Sid !== undefined && typeof Sid !== "string") return false;
  if (typeof Effect !== "string" || !/^(allow|deny)$/i.test(Effect)) return false;
  if (Action !== undefined && NotAction !== undefined) return false;
  if (Resource !== undefined && NotResource !== undefined) return false;
  return [Action, NotAction, Resource, NotResource].every(isOneOrMore) && isCondition(Condition);
}

function isOneOrMore(value: unknown): boolean {
  return listOf(value).every((one) => typeof one === "string");
}

/** Conditions by operator, then by key. An operator that there is not may only be empty. */
export function isCondition(value: unknown): boolean {
  if (value === undefined) return true;
  if (!isObject(value)) return false;
  return Object.entries(value).every(([operator, keys]) => {
    if (!isObject(keys)) return false;
    if (!isOperator(operator) && Object.keys(keys).length > 0) return false;
    return Object.values(keys).every((values) =>
      listOf(values).every((one) => /string|number|boolean/.test(typeof one)),
    );
  });
}

function checkResources(resources: readonly string[], checkOwn: (resource: string) => void): void {
  const patterns = resources.filter((one) => one !== "*");
  for (const one of patterns) checkShape(one);
  if (patterns.some((one) => one.includes("::") && one.split(":").length < 6))
    throw malformed("The policy failed legacy parsing");
  for (const one of patterns) checkOwn(one);
}

function checkShape(resource: string): void {
  const [, partition, ...rest] = resource.split(":");
  if (partition === undefined) throw malformed(`Resource ${resource} must be in ARN format or "*".`);
  if (partition !== "aws" && !partition.includes("*")) {
    const [vendor = "*", region = "*", account = "*"] = rest;
    const own = rest.length > 3 ? rest.slice(3).join(":") : "*";
    throw malformed(
      `Partition "${partition}" is not valid for resource "arn:${partition}:${vendor}:${region}:${account}:${own}".`,
    );
  }
  if (rest.length === 0 && !partition.includes("*"))
    throw malformed("Resource vendor must be fully qualified and cannot contain regexes.");
}

function checkSids(statements: readonly Statement[]): void {
  const sids = statements.flatMap(({ Sid }) => (Sid ? [Sid] : []));
  if (new Set(sids).size < sids.length) throw malformed("Statement IDs (SID) in a single policy must be unique.");
  if (sids.some((sid) => !/^[0-9A-Za-z]*$/.test(sid)))
    throw malformed(
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
    );
}

function checkVendor(action: string): void {
  const [vendor = "", ...rest] = action.split(":");
  if (rest.length === 0) throw malformed("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  if (rest.length > 1) throw malformed("Actions/Condition can contain only one colon.");
  if (vendor !== "*" && !/^[a-zA-Z0-9\-.]+$/.test(vendor)) throw malformed(`Vendor ${vendor} is not valid`);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(reason: string): AwsError {
  return new AwsError("MalformedPolicyDocument", reason);
}

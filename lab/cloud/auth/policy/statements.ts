import { isLike } from "../../patterns/wildcards.ts";
import { conditionsHold } from "./conditions.ts";
import { listOf, type PolicyDocument, type PrincipalElement, type Statement } from "./document.ts";
import { withVariables } from "./patterns.ts";
import type { AccessRequest, Principal } from "./request.ts";

/** How a resource's policy names a principal: itself, by its role, or by its account, which leaves it to that account. */
export type Naming = "itself" | "role" | "account";

/** Whether a statement is about a request, whoever makes it. */
export function covers(statement: Statement, document: PolicyDocument, request: AccessRequest): boolean {
  return (
    coversAction(statement, request.action) &&
    coversResource(statement, document, request) &&
    conditionsHold(statement.Condition, request.context)
  );
}

/** How a statement of a resource's policy names a principal, if it does. */
export function namingOf({ Principal: named, NotPrincipal }: Statement, principal: Principal): Naming | undefined {
  if (NotPrincipal !== undefined) return naming(NotPrincipal, principal) ? undefined : "itself";
  return named === undefined ? undefined : naming(named, principal);
}

/**
 * Whether a denial of a resource's policy is about a principal. One for all but some leaves out whom it names: a session both
 * by its own ARN and by its role's, and nobody because of the account alone; and it leaves out none that has a boundary.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function denies(statement: Statement, principal: Principal, hasBoundary: boolean): boolean {
  const { NotPrincipal } = statement;
  if (NotPrincipal === undefined) return namingOf(statement, principal) !== undefined;
  if (hasBoundary || naming(NotPrincipal, principal) !== "itself") return true;
  const { role, ...session } = principal;
  return role !== undefined && naming(NotPrincipal, { ...session, arn: role }) !== "itself";
}

function coversAction({ Action, NotAction }: Statement, action: string): boolean {
  const matches = (pattern: string) => isLike(action, pattern, true);
  return NotAction === undefined ? listOf(Action).some(matches) : !listOf(NotAction).some(matches);
}

/** A policy of a role's trust has no resources: it is about the role. */
function coversResource(
  { Resource, NotResource }: Statement,
  { Version }: PolicyDocument,
  { resource, context }: AccessRequest,
): boolean {
  // Older versions know no variables.
  const filled = (pattern: string) => (Version === "2012-10-17" ? withVariables(pattern, context) : pattern);
  const matches = (pattern: string) => {
    const text = filled(pattern);
    return text !== undefined && isLike(resource, text);
  };
  if (NotResource !== undefined) return !listOf(NotResource).some(matches);
  return Resource === undefined || listOf(Resource).some(matches);
}

function naming(element: PrincipalElement, principal: Principal): Naming | undefined {
  if (element === "*") return "itself";
  const { AWS, Service, Federated } = element;
  if (principal.provider !== undefined) return listOf(Federated).includes(principal.provider) ? "itself" : undefined;
  if (principal.kind === "service") {
    return listOf(Service).some((name) => name === principal.arn || name === "*") ? "itself" : undefined;
  }
  const names = listOf(AWS);
  if (names.includes("*")) return "itself";
  if (principal.kind === "anonymous") return undefined;
  if (names.includes(principal.arn) || (principal.userId !== undefined && names.includes(principal.userId))) {
    return "itself";
  }
  if (principal.role !== undefined && names.includes(principal.role)) return "role";
  const isAccount = (name: string) => name === principal.account || name === `arn:aws:iam::${principal.account}:root`;
  if (!names.some(isAccount)) return undefined;
  return principal.kind === "root" ? "itself" : "account";
}

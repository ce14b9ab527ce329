import { accountIn, passRole } from "../../../auth/access-table.ts";
import { demand } from "../../../auth/authorize.ts";
import { AwsError } from "../../../errors.ts";
import type { Context } from "../../../service/service.ts";

/** The roles among what inputs and documents name as credentials: a caller's own are `arn:aws:iam::*:user/*`. */
export function rolesAmong(credentials: Iterable<unknown>): string[] {
  const named = [...new Set(credentials)];
  return named.filter(
    (one): one is string => typeof one === "string" && one.startsWith("arn:aws:iam::") && !one.endsWith("*"),
  );
}

/** Throws for a role of another account, whoever asks, its own administrators too. */
export function checkRolesAccount(roles: readonly string[], account: string): void {
  if (roles.some((role) => accountIn(role) !== account))
    throw new AwsError("AccessDeniedException", "Cross-account pass role is not allowed.", 403);
}

/** Throws unless the caller may hand on the roles that a document names. @param associated the API's ARN */
export function checkPassedRoles(
  credentials: Iterable<unknown>,
  associated: string,
  input: object,
  context: Context,
): void {
  const roles = rolesAmong(credentials);
  checkRolesAccount(roles, context.account);
  if (context.caller.kind === "service") return;
  for (const role of roles)
    demand(passRole(role, "apigateway.amazonaws.com", associated, context), context, input, "restJson1");
}

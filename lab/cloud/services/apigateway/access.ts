import { passRole } from "../../auth/access-table.ts";
import { isPerson } from "../../auth/caller.ts";
import type { Access, Context } from "../../service.ts";
import type { OperationModel } from "../../wire/model.ts";

interface RoleInput {
  readonly credentials?: string;
  readonly authorizerCredentials?: string;
  readonly CredentialsArn?: string;
  readonly AuthorizerCredentialsArn?: string;
}

/**
 * What a call to either version of the API wants to do: its actions are HTTP's methods, and its resources the paths.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 */
export function access(
  _operation: string,
  input: RoleInput & Readonly<Record<string, unknown>>,
  { caller, region, account }: Context,
  http: OperationModel["http"],
): Access[] | undefined {
  if (!isPerson(caller)) return undefined;
  const path = (http?.path ?? "/")
    .replace(/\?.*$/, "")
    // The second version's resources are named as if there were but one.
    .replace(/^\/v2/, "")
    .replace(/\{(\w+)\+?\}/g, (_, name: string) => String(input[name] ?? ""));
  const resource = `arn:aws:apigateway:${region}::${path}`;
  const roles = [input.credentials, input.authorizerCredentials, input.CredentialsArn, input.AuthorizerCredentialsArn];
  return [
    { action: `apigateway:${http?.method ?? "GET"}`, resource, account },
    ...roles
      .filter((role) => role?.startsWith("arn:aws:iam::") && !role.endsWith("*"))
      .map((role) => passRole(role as string, "apigateway.amazonaws.com", account)),
  ];
}

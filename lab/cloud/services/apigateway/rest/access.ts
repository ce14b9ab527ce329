import { accessOf } from "../../../auth/access-table.ts";
import type { Tags } from "../../../auth/request-tags.ts";
import { own } from "../../../own.ts";
import type { Context } from "../../../service/service.ts";
import type { OperationModel } from "../../../wire/model.ts";
import { checkRolesAccount, rolesAmong } from "../shared/pass-roles.ts";
import { keysOf } from "./apis/condition-keys.ts";
import type { ApiGatewayState } from "./state.ts";

/** The members of an input that name a role to be handed on. */
export interface RoleInput {
  readonly credentials?: string;
  readonly authorizerCredentials?: string;
  readonly CredentialsArn?: string;
  readonly AuthorizerCredentialsArn?: string;
  readonly patchOperations?: readonly { readonly path?: string; readonly value?: string }[];
}

/** The paths of patches that name one. */
const ROLE_PATHS = new Set(["/credentials", "/authorizerCredentials", "/cloudwatchRoleArn"]);

/** Things whose tags count for all that belongs to them. */
const PARENTS = new Set(["restapis", "usageplans", "domainnames"]);

/**
 * What a call to either version of the API wants to do: its actions are HTTP's methods, and its resources the paths.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 *
 * @param found what is there at a path, such as `["restapis", ID, "stages", NAME]`
 */
export function accessTo<State>(found: (path: readonly string[], context: Context<State>) => object | undefined) {
  const decided = accessOf<ApiInput, State>({
    prefix: "apigateway",
    action: (_operation, _input, http) => http?.method ?? "GET",
    resource: (_operation, input, { region }, http) => `arn:aws:apigateway:${region}::${pathOf(input, http)}`,
    tags(resource, context) {
      const parts = partsOf(resource);
      return {
        ...(PARENTS.has(parts[0] ?? "") && tagsOf(found(parts.slice(0, 2), context))),
        ...tagsOf(found(parts, context)),
      };
    },
    keys({ resource, input }, context) {
      const parts = partsOf(resource);
      return keysOf(
        `/${parts.join("/")}`,
        input,
        found(parts, context) as Readonly<Record<string, unknown>> | undefined,
      );
    },
    passes: (_operation, input) => rolesIn(input),
    passedTo: "apigateway.amazonaws.com",
  });
  return (operation: string, input: ApiInput, context: Context<State>, http: OperationModel["http"]) => {
    checkRolesAccount(rolesIn(input), context.account);
    return decided(operation, input, context, http);
  };
}

type ApiInput = RoleInput & Readonly<Record<string, unknown>>;

/** The roles that a call hands on, as they are named. */
function rolesIn({
  credentials,
  authorizerCredentials,
  CredentialsArn,
  AuthorizerCredentialsArn,
  patchOperations = [],
}: RoleInput): string[] {
  const patched = patchOperations.map(({ path = "", value }) => (ROLE_PATHS.has(path) ? value : undefined));
  return rolesAmong([credentials, authorizerCredentials, CredentialsArn, AuthorizerCredentialsArn, ...patched]);
}

function pathOf(input: ApiInput, http: OperationModel["http"]): string {
  return (
    (http?.path ?? "/")
      .replace(/\?.*$/, "")
      // The second version's resources are named as if there were but one.
      .replace(/^\/v2/, "")
      .replace(/\{(\w+)\+?\}/g, (_, name: string) => String(own(input, name) ?? ""))
  );
}

/** The parts of a path, by the ARN that ends in it. */
function partsOf(resource: string): string[] {
  return resource.slice(resource.indexOf("::/") + "::/".length).split("/");
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html */
function tagsOf(record: { readonly tags?: Tags; readonly Tags?: Tags } = {}): Tags | undefined {
  return record.tags ?? record.Tags;
}

export const access = accessTo<ApiGatewayState>((path, { state, account, region }) => {
  const [kind, id = "", part, name = "", , method = ""] = path;
  const here = [account, region, id] as const;
  if (kind === "domainnames") return part === undefined ? domainOf(id, { state, account }) : undefined;
  if (kind === "restapis") {
    if (part === undefined) return state.apis.get(...here);
    if (part === "stages") return state.stages.get(...here, name);
    if (part === "authorizers") return state.authorizers.get(...here, name);
    return own(state.resources.get(...here, name)?.methods, method);
  }
  if (part !== undefined) return undefined;
  const kept = { apikeys: state.apiKeys, usageplans: state.usagePlans, clientcertificates: state.certificates };
  return kept[kind as keyof typeof kept]?.get(...here);
});

/** A domain, when it is the account's own. */
export function domainOf(
  name: string,
  { state, account }: Pick<Context<Pick<ApiGatewayState, "domains">>, "state" | "account">,
) {
  const domain = state.domains.get(name);
  return domain?.account === account ? domain : undefined;
}

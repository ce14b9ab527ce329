import { accessOf } from "../../auth/access-table.ts";
import type { Access, Context } from "../../service.ts";
import { type CredentialInput, credentialResource, passwordGrant } from "./credential-access.ts";
import { linkedServices } from "./service-linked-services.ts";
import { arnOf, type IamContext, type Tags } from "./state.ts";

interface IamInput extends CredentialInput {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly GroupName?: string;
  readonly PolicyName?: string;
  readonly PolicyArn?: string;
  readonly InstanceProfileName?: string;
  readonly Path?: string;
  readonly Arn?: string;
  readonly PolicySourceArn?: string;
  readonly AccessKeyId?: string;
  readonly AWSServiceName?: string;
  readonly CustomSuffix?: string;
  readonly DeletionTaskId?: string;
  readonly PermissionsBoundary?: string;
  readonly NewUserName?: string;
  readonly NewGroupName?: string;
  readonly NewPath?: string;
}

/** Operations on a user, or on who asks. */
const SELF = new Set(["GetUser", "CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey"]);

const table = accessOf<IamInput>({
  prefix: "iam",
  resource: (operation, input, context) => resourceOf(operation, input, context as IamContext).arn,
  // Who hands a role to machines must be allowed to.
  passes: (operation, { RoleName }) => (operation === "AddRoleToInstanceProfile" ? [RoleName] : undefined),
  passedTo: "ec2.amazonaws.com",
});

/** With what conditions can ask for. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export function access(operation: string, input: IamInput, context: Context): Access[] | undefined {
  const iam = context as IamContext;
  return table(operation, input, context)?.flatMap((one): Access[] => {
    if (one.action === "iam:PassRole") return [{ ...one, resource: roleArn(one.resource, iam) }];
    const keys = { ...keysOf(operation, input, iam), ...tagKeys(resourceOf(operation, input, iam).tags) };
    const renamed = newArn(operation, input, iam);
    return [
      { ...one, keys, policy: passwordGrant(operation, iam) },
      ...(renamed === undefined ? [] : [{ ...one, resource: renamed, keys }]),
    ];
  });
}

interface Named {
  readonly arn: string;
  readonly tags?: Tags | undefined;
}

/** What an operation is about. */
function resourceOf(operation: string, input: IamInput, context: IamContext): Named {
  const credential = credentialResource(operation, input, context);
  if (credential) return credential;
  const { account, state, caller, cloud } = context;
  const { RoleName, UserName, GroupName, InstanceProfileName, PolicyName, PolicyArn, Path: path = "/" } = input;
  const named = (
    kind: Parameters<typeof arnOf>[1],
    name: string,
    found: { path: string; tags?: Tags } | undefined,
  ) => ({
    arn: arnOf(account, kind, { path: found?.path ?? path, name }),
    tags: found?.tags,
  });
  if (InstanceProfileName !== undefined)
    return named("instance-profile", InstanceProfileName, state.profiles.get(account, InstanceProfileName));
  if (GroupName !== undefined) return named("group", GroupName, state.groups.get(account, GroupName));
  if (RoleName !== undefined) return named("role", RoleName, state.roles.get(account, RoleName));
  if (operation === "CreateServiceLinkedRole") return linkedRole(input, account);
  if (operation === "GetServiceLinkedRoleDeletionStatus")
    return { arn: `arn:aws:iam::${account}:role/${input.DeletionTaskId?.split("/").slice(1, 4).join("/")}` };
  if (operation === "GetAccessKeyLastUsed")
    return {
      arn: cloud.credentials.ownerOf(input.AccessKeyId ?? "")?.arn ?? arnOf(account, "user", { path, name: "*" }),
    };
  // Who names no user means himself.
  if (UserName === undefined && SELF.has(operation) && caller.kind === "user") return { arn: caller.arn };
  if (UserName !== undefined) return named("user", UserName, state.users.get(account, UserName));
  if (PolicyArn !== undefined)
    return { arn: PolicyArn, tags: state.policies.get(account, PolicyArn.slice(PolicyArn.lastIndexOf("/") + 1))?.tags };
  const other = input.PolicySourceArn ?? input.Arn;
  if (other?.startsWith("arn:aws:iam:")) return { arn: other };
  return operation === "CreatePolicy" && PolicyName !== undefined
    ? named("policy", PolicyName, undefined)
    : { arn: "*" };
}

function linkedRole({ AWSServiceName: service = "", CustomSuffix: suffix }: IamInput, account: string): Named {
  const role = Object.hasOwn(linkedServices, service) ? linkedServices[service]?.role : "*";
  const name = `AWSServiceRoleFor${role}${suffix === undefined ? "" : `_${suffix}`}`;
  return { arn: arnOf(account, "role", { path: `/aws-service-role/${service}/`, name }) };
}

function roleArn(name: string, { account, state }: IamContext): string {
  return arnOf(account, "role", { path: state.roles.get(account, name)?.path ?? "/", name });
}

/** Who renames something must be allowed to change it under both names. */
function newArn(operation: string, input: IamInput, { account, state }: IamContext): string | undefined {
  const { NewUserName, NewGroupName, NewPath, UserName = "", GroupName = "" } = input;
  if (operation !== "UpdateUser" && operation !== "UpdateGroup") return undefined;
  if (NewUserName === undefined && NewGroupName === undefined && NewPath === undefined) return undefined;
  const isUser = operation === "UpdateUser";
  const found = isUser ? state.users.get(account, UserName) : state.groups.get(account, GroupName);
  const name = (isUser ? (NewUserName ?? UserName) : (NewGroupName ?? GroupName)) as string;
  return arnOf(account, isUser ? "user" : "group", { path: NewPath ?? found?.path ?? "/", name });
}

/** The keys of IAM's own. Those of a boundary are what the principal has after the call, or has. */
function keysOf(operation: string, input: IamInput, { account, state }: IamContext) {
  const { RoleName, UserName, PermissionsBoundary } = input;
  const found =
    RoleName !== undefined
      ? state.roles.get(account, RoleName)
      : UserName !== undefined
        ? state.users.get(account, UserName)
        : undefined;
  return {
    "iam:PolicyARN": /^(Attach|Detach)/.test(operation) ? input.PolicyArn : undefined,
    "iam:PermissionsBoundary": PermissionsBoundary ?? found?.boundary,
    "iam:AWSServiceName": input.AWSServiceName,
  };
}

function tagKeys(tags: Tags = {}) {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}

import { accessOf } from "../../auth/access-table.ts";
import type { Caller } from "../../auth/caller.ts";
import type { Policy } from "../../auth/policy/document.ts";
import { AwsError } from "../../errors.ts";
import {
  type CredentialInput,
  credentialResource,
  credentialTags,
  NO_SECURITY_KEY,
  passwordGrant,
  serviceCredentialKeys,
} from "./access-keys/credential-access.ts";
import { linkedService } from "./roles/service-linked-services.ts";
import { arnOf, type IamContext, type IamState } from "./state.ts";

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

/** Operations that attach a managed policy, or detach it. */
const ATTACHING = /^(Attach|Detach)(User|Group|Role)Policy$/;

/** Operations that make what may have tags, whose actions of tagging are called after it. */
const MAKING =
  /^Create(Role|User|Policy|InstanceProfile|OpenIDConnectProvider|SAMLProvider|(?:Virtual)?MFADevice)$|^Upload(ServerCertificate)$/;

/** Operations on a user, or on the caller. */
const SELF =
  /^GetUser$|^(Create|List|Update|Delete)AccessKeys?$|(SSHPublicKey|SigningCertificate|ServiceSpecificCredential)s?$/;

/** With what conditions can ask for. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export const access = accessOf<IamInput, IamState>({
  prefix: "iam",
  resource: resourceOf,
  also: ({ operation, input }, context) => {
    const resource = newArn(operation, input, context);
    return resource === undefined ? [] : [{ resource }];
  },
  policy: ({ operation }, context) => linkedRoleGrant(operation, context) ?? passwordGrant(operation, context),
  tags(arn, context) {
    const { account, state } = context;
    const [, kind = "", name = ""] = /:(role|user|policy|instance-profile)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
    const kept = { role: state.roles, user: state.users, policy: state.policies, "instance-profile": state.profiles };
    return kept[kind as keyof typeof kept]?.get(account, name)?.tags ?? credentialTags(arn, context);
  },
  tagKey: "iam:ResourceTag",
  keys: ({ operation, input }, context) => keysOf(operation, input, context),
  tagging: (operation) => {
    const [, created, uploaded] = MAKING.exec(operation) ?? [];
    const made = created ?? uploaded;
    return made && `Tag${made.replace("Virtual", "")}`;
  },
  // Who hands a role to machines must be allowed to.
  passes: (operation, { RoleName = "" }, context) =>
    operation === "AddRoleToInstanceProfile" ? [roleArn(RoleName, context)] : [],
  passedTo: "ec2.amazonaws.com",
});

/** What an operation is about. */
function resourceOf(operation: string, input: IamInput, context: IamContext): string {
  const credential = credentialResource(operation, input, context);
  if (credential !== undefined) return credential;
  const { account, state, caller, cloud } = context;
  const { RoleName, UserName, GroupName, InstanceProfileName, PolicyName, PolicyArn, Path: path = "/" } = input;
  const named = (kind: Parameters<typeof arnOf>[1], name: string, found: { path: string } | undefined) =>
    arnOf(account, kind, { path: found?.path ?? path, name });
  if (InstanceProfileName !== undefined)
    return named("instance-profile", InstanceProfileName, state.profiles.get(account, InstanceProfileName));
  if (GroupName !== undefined) return named("group", GroupName, state.groups.get(account, GroupName));
  if (RoleName !== undefined) return named("role", RoleName, state.roles.get(account, RoleName));
  if (operation === "CreateServiceLinkedRole") return linkedRole(input, account);
  if (operation === "GetServiceLinkedRoleDeletionStatus")
    return `arn:aws:iam::${account}:role/${input.DeletionTaskId?.split("/").slice(1, 4).join("/")}`;
  if (operation === "GetAccessKeyLastUsed")
    return cloud.credentials.ownerOf(input.AccessKeyId ?? "")?.arn ?? arnOf(account, "user", { path, name: "*" });
  // Who names no user means himself.
  if (UserName === undefined && SELF.test(operation) && caller.kind === "user") return caller.arn;
  if (UserName !== undefined) return named("user", UserName, state.users.get(account, UserName));
  if (PolicyArn !== undefined) return PolicyArn;
  const other = input.PolicySourceArn ?? input.Arn;
  if (other?.startsWith("arn:aws:iam:")) return other;
  return operation === "CreatePolicy" && PolicyName !== undefined ? named("policy", PolicyName, undefined) : "*";
}

/** Services of AWS make the roles that are linked to them. */
function linkedRoleGrant(operation: string, { caller }: IamContext): Policy | undefined {
  if (operation !== "CreateServiceLinkedRole" || caller.kind !== "service") return undefined;
  const Statement = { Effect: "Allow" as const, Principal: { Service: caller.arn }, Action: `iam:${operation}` };
  return { name: "what services may do", document: { Version: "2012-10-17", Statement } };
}

function linkedRole({ AWSServiceName: service = "", CustomSuffix: suffix }: IamInput, account: string): string {
  const role = linkedService(service)?.role ?? "*";
  const name = `AWSServiceRoleFor${role}${suffix === undefined ? "" : `_${suffix}`}`;
  return arnOf(account, "role", { path: `/aws-service-role/${service}/`, name });
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
function keysOf(operation: string, input: IamInput, context: IamContext) {
  const { account, state } = context;
  const { RoleName, UserName, PolicyArn, PermissionsBoundary, AWSServiceName } = input;
  const boundary = () =>
    (RoleName === undefined ? undefined : state.roles.get(account, RoleName)?.boundary) ??
    (UserName === undefined ? undefined : state.users.get(account, UserName)?.boundary);
  return {
    "iam:PolicyARN": ATTACHING.test(operation) ? PolicyArn : undefined,
    "iam:PermissionsBoundary": PermissionsBoundary ?? boundary(),
    "iam:AWSServiceName": AWSServiceName,
    ...(operation === "EnableMFADevice" && NO_SECURITY_KEY),
    ...serviceCredentialKeys(operation, input, context),
  };
}

/**
 * Refuses temporary credentials of a user that no MFA code was given for, and those of federated users.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
 */
export function checkCredentials({ issuance, role, federatedBy }: Caller): void {
  if (!issuance || role !== undefined) return;
  if (federatedBy === undefined && issuance.authenticated !== undefined) return;
  throw new AwsError("InvalidClientTokenId", "The security token included in the request is invalid", 403);
}

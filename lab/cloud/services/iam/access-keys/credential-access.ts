import type { Policy } from "../../../auth/policy/document.ts";
import { nameIn } from "../../../auth/principals.ts";
import { mfaDevices } from "../mfa/mfa-codes.ts";
import type { Tags } from "../records.ts";
import type { IamContext } from "../state.ts";

/** Members of inputs that name what people prove who they are by. */
export interface CredentialInput {
  readonly OpenIDConnectProviderArn?: string;
  readonly SAMLProviderArn?: string;
  readonly SerialNumber?: string;
  readonly VirtualMFADeviceName?: string;
  readonly ServerCertificateName?: string;
  readonly Path?: string;
  readonly Url?: string;
  readonly Name?: string;
  readonly UserName?: string;
  readonly ServiceName?: string;
  readonly CredentialAgeDays?: number;
  readonly ServiceSpecificCredentialId?: string;
}

/** Operations on a user's password or devices, or on the caller's own. */
const OF_USER =
  /^(Create|Get|Delete)LoginProfile$|^(Enable|Resync|Deactivate|Get)MFADevice$|^ListMFADevices$|^ChangePassword$/;

/**
 * What an account grants all its users, if its password policy lets them change their passwords: no user has it among his policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html#password-policy-details
 */
export function passwordGrant(operation: string, { account, caller, state }: IamContext): Policy | undefined {
  if (operation !== "ChangePassword" && operation !== "GetAccountPasswordPolicy") return undefined;
  if (!state.accounts.get(account)?.passwordPolicy?.AllowUsersToChangePassword) return undefined;
  const Statement = { Effect: "Allow" as const, Principal: { AWS: caller.arn }, Action: `iam:${operation}` };
  return { name: "the account's password policy", document: { Version: "2012-10-17", Statement } };
}

/** The identity provider, MFA device, certificate or user that an operation on credentials is about; nothing for other operations. */
export function credentialResource(
  operation: string,
  input: CredentialInput,
  { account, caller, state }: IamContext,
): string | undefined {
  const { OpenIDConnectProviderArn, SAMLProviderArn, SerialNumber, ServerCertificateName, Path = "/" } = input;
  // Users that are named are found with all others.
  if (OF_USER.test(operation)) return input.UserName === undefined && caller.kind === "user" ? caller.arn : undefined;
  const arn = (rest: string) => `arn:aws:iam::${account}:${rest}`;
  if (operation === "CreateOpenIDConnectProvider")
    return arn(`oidc-provider/${input.Url?.replace(/^https?:\/\//, "")}`);
  if (operation === "CreateSAMLProvider") return arn(`saml-provider/${input.Name}`);
  if (operation === "CreateVirtualMFADevice") return arn(`mfa${Path}${input.VirtualMFADeviceName}`);
  if (ServerCertificateName !== undefined) {
    const path = state.serverCertificates.get(account, ServerCertificateName)?.path ?? Path;
    return arn(`server-certificate${path}${ServerCertificateName}`);
  }
  return OpenIDConnectProviderArn ?? SAMLProviderArn ?? SerialNumber;
}

/** Condition keys of devices that are enabled, if they are security keys: virtual ones are not. */
export const NO_SECURITY_KEY = {
  "iam:RegisterSecurityKey": undefined,
  "iam:FIDO-certification": undefined,
  "iam:FIDO-FIPS-140-2-certification": undefined,
  "iam:FIDO-FIPS-140-3-certification": undefined,
};

/** Condition keys of credentials for one service: an operation on one that exists names no service. */
export function serviceCredentialKeys(operation: string, input: CredentialInput, { account, state }: IamContext) {
  if (!/^(Create|Update|Reset|Delete)ServiceSpecificCredential$/.test(operation)) return {};
  const { UserName = "", ServiceSpecificCredentialId: id = "", ServiceName, CredentialAgeDays } = input;
  const user = state.users.get(account, UserName);
  return {
    "iam:ServiceSpecificCredentialServiceName":
      ServiceName ?? (user && state.serviceCredentials.get(account, user.id, id)?.service),
    ...(operation.startsWith("Create") && { "iam:ServiceSpecificCredentialAgeDays": textOf(CredentialAgeDays) }),
  };
}

function textOf(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** The tags of an identity provider, MFA device or certificate. */
export function credentialTags(arn: string, { account, state, cloud }: IamContext): Tags | undefined {
  const [, kind = "", name = ""] = /:(oidc-provider|saml-provider|mfa|server-certificate)\/(.+)$/s.exec(arn) ?? [];
  if (kind === "server-certificate") return state.serverCertificates.get(account, nameIn(arn))?.tags;
  const kept = { "oidc-provider": state.oidcProviders, "saml-provider": state.samlProviders, mfa: mfaDevices(cloud) };
  return kept[kind as keyof typeof kept]?.get(account, name)?.tags;
}

import type { Policy } from "../../auth/policy/document.ts";
import { mfaDevices, nameInSerial } from "./mfa-codes.ts";
import type { IamContext, Tags } from "./state.ts";

/** Members of inputs that name what people prove who they are by. */
export interface CredentialInput {
  readonly OpenIDConnectProviderArn?: string;
  readonly SAMLProviderArn?: string;
  readonly SerialNumber?: string;
  readonly VirtualMFADeviceName?: string;
  readonly Path?: string;
  readonly Url?: string;
  readonly Name?: string;
  readonly UserName?: string;
}

/** Operations on a user's password or devices, or on those of who asks. */
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

/** The identity provider, MFA device or user that an operation on credentials is about; nothing for other operations. */
export function credentialResource(
  operation: string,
  input: CredentialInput,
  { account, caller, state, cloud }: IamContext,
): { arn: string; tags?: Tags | undefined } | undefined {
  const { OpenIDConnectProviderArn: oidc, SAMLProviderArn: saml, SerialNumber: serial, Path = "/" } = input;
  // Users that are named are found with all others.
  if (OF_USER.test(operation))
    return input.UserName === undefined && caller.kind === "user" ? { arn: caller.arn } : undefined;
  const arn = (rest: string) => ({ arn: `arn:aws:iam::${account}:${rest}` });
  if (operation === "CreateOpenIDConnectProvider")
    return arn(`oidc-provider/${input.Url?.replace(/^https?:\/\//, "")}`);
  if (operation === "CreateSAMLProvider") return arn(`saml-provider/${input.Name}`);
  if (operation === "CreateVirtualMFADevice") return arn(`mfa${Path}${input.VirtualMFADeviceName}`);
  const name = (of: string) => of.slice(of.indexOf("/") + 1);
  if (oidc !== undefined) return { arn: oidc, tags: state.oidcProviders.get(account, name(oidc))?.tags };
  if (saml !== undefined) return { arn: saml, tags: state.samlProviders.get(account, name(saml))?.tags };
  if (serial === undefined) return undefined;
  return { arn: serial, tags: mfaDevices(cloud).get(account, nameInSerial(serial, account) ?? "")?.tags };
}

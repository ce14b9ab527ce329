import { principalsIn } from "../../auth/principals.ts";
import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import type { SigningKey } from "./outbound-federation/issuer.ts";
import type {
  AccountSettings,
  Group,
  InstanceProfile,
  LastAccessedJob,
  LoginProfile,
  ManagedPolicy,
  OidcProvider,
  Role,
  SamlProvider,
  ServerCertificate,
  ServiceCredential,
  SigningCertificate,
  SshPublicKey,
  User,
} from "./records.ts";

export { arnOf } from "../../auth/principals.ts";

export type Iam = Handlers<typeof import("@aws-sdk/client-iam"), IamState>;
export type IamContext = Context<IamState>;

/** Everything that IAM keeps. IAM has no regions: keys are [account, name]. */
export class IamState {
  readonly roles: Collection<Role>;
  readonly users: Collection<User>;
  readonly groups: Collection<Group>;
  readonly policies: Collection<ManagedPolicy>;
  readonly profiles: Collection<InstanceProfile>;
  /** [account] */
  readonly accounts: Collection<AccountSettings>;
  /** [account, URL without its scheme] */
  readonly oidcProviders: Collection<OidcProvider>;
  readonly samlProviders: Collection<SamlProvider>;
  /** [account, id of the user] */
  readonly loginProfiles: Collection<LoginProfile>;
  /** [account, id of the user, id] */
  readonly sshPublicKeys: Collection<SshPublicKey>;
  /** [account, id of the user, id] */
  readonly signingCertificates: Collection<SigningCertificate>;
  /** [account, id of the user, id] */
  readonly serviceCredentials: Collection<ServiceCredential>;
  readonly serverCertificates: Collection<ServerCertificate>;
  /** [account, algorithm] */
  readonly tokenKeys: Collection<SigningKey>;
  /** [account, id] */
  readonly lastAccessedJobs: Collection<LastAccessedJob>;
  /** [account, id]: service-linked roles that were deleted. */
  readonly deletions: Collection<true>;

  constructor({ store }: Cloud) {
    const { roles, users, groups, policies } = principalsIn(store);
    this.roles = roles;
    this.users = users;
    this.groups = groups;
    this.policies = policies;
    this.accounts = store.collection("iam-accounts");
    this.profiles = store.collection("iam-instance-profiles");
    this.oidcProviders = store.collection("iam-oidc-providers");
    this.samlProviders = store.collection("iam-saml-providers");
    this.loginProfiles = store.collection("iam-login-profiles");
    this.sshPublicKeys = store.collection("iam-ssh-public-keys");
    this.signingCertificates = store.collection("iam-signing-certificates");
    this.serviceCredentials = store.collection("iam-service-credentials");
    this.serverCertificates = store.collection("iam-server-certificates");
    this.tokenKeys = store.collection("iam-token-keys");
    this.lastAccessedJobs = store.collection("iam-last-accessed-jobs");
    this.deletions = store.collection("iam-service-linked-role-deletions");
  }
}

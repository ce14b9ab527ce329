import { randomBytes } from "node:crypto";
import { AwsError } from "../../../errors.ts";
import { uniqueId } from "../entities/ids.ts";
import { paged } from "../entities/names.ts";
import { checkQuota } from "../entities/quotas.ts";
import { validationError } from "../errors.ts";
import type { ServiceCredential, User } from "../records.ts";
import type { Iam, IamContext } from "../state.ts";
import { allOf, change, put, remove, userOf } from "./kept.ts";

const DAY = 24 * 60 * 60 * 1000;

/**
 * Services that take such credentials, and whether they are API keys, which end, instead of names and passwords.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_service-specific-creds.html
 */
const SERVICES: ReadonlyMap<string, { readonly areKeys: boolean }> = new Map([
  ["codecommit.amazonaws.com", { areKeys: false }],
  ["cassandra.amazonaws.com", { areKeys: false }],
  ["bedrock.amazonaws.com", { areKeys: true }],
]);

/** A name and password, or an API key, for one service. None of these services is in the lab: what they are told is kept of it. */
export const createServiceSpecificCredential: Iam["CreateServiceSpecificCredential"] = (input, context) => {
  const { cloud } = context;
  const { ServiceName, CredentialAgeDays } = input;
  const { areKeys } = serviceOf(ServiceName, "CreateServiceSpecificCredential");
  if (CredentialAgeDays !== undefined && !areKeys)
    throw validationError(`CredentialAgeDays is not supported for ${ServiceName}.`);
  const secret = newSecret();
  const credential = cloud.store.write(() => {
    const user = userOf(input, context);
    const others = allOf("serviceCredentials", user, context).filter(({ service }) => service === ServiceName);
    checkQuota("ServiceSpecificCredentialsPerUser", others.length + 1);
    const created = cloud.clock.now();
    const made: ServiceCredential = {
      id: uniqueId("ACCA"),
      service: ServiceName,
      login: loginOf(user, others, context),
      active: true,
      created,
      expires: CredentialAgeDays === undefined ? undefined : created + CredentialAgeDays * DAY,
    };
    put("serviceCredentials", user, made, context);
    return made;
  });
  return { ServiceSpecificCredential: { ...described(credential, input.UserName), ...secretOf(areKeys, secret) } };
};

export const listServiceSpecificCredentials: Iam["ListServiceSpecificCredentials"] = (input, context) => {
  const { ServiceName } = input;
  if (ServiceName !== undefined) serviceOf(ServiceName, "ListServiceSpecificCredentials");
  const users = input.AllUsers
    ? [...context.state.users.values({ under: [context.account] })]
    : [userOf(input, context)];
  const all = users.flatMap((user) =>
    allOf("serviceCredentials", user, context).map((credential) => ({ name: credential.id, credential, user })),
  );
  const { page, marker } = paged(
    all.filter(({ credential }) => ServiceName === undefined || credential.service === ServiceName),
    input,
  );
  return { ServiceSpecificCredentials: page.map((one) => described(one.credential, one.user.name)), ...marker };
};

export const updateServiceSpecificCredential: Iam["UpdateServiceSpecificCredential"] = (input, context) => {
  change("serviceCredentials", input.ServiceSpecificCredentialId, input, context, (credential) => ({
    ...credential,
    active: input.Status === "Active",
  }));
  return {};
};

/** Gives another password to the same name. */
export const resetServiceSpecificCredential: Iam["ResetServiceSpecificCredential"] = (input, context) => {
  const user = userOf(input, context);
  const id = input.ServiceSpecificCredentialId;
  const credential = change("serviceCredentials", id, input, context, (before) => before);
  const { areKeys } = serviceOf(credential.service, "ResetServiceSpecificCredential");
  return { ServiceSpecificCredential: { ...described(credential, user.name), ...secretOf(areKeys, newSecret()) } };
};

export const deleteServiceSpecificCredential: Iam["DeleteServiceSpecificCredential"] = (input, context) =>
  remove("serviceCredentials", input.ServiceSpecificCredentialId, input, context);

function serviceOf(name: string, operation: string) {
  const found = SERVICES.get(name);
  if (!found) throw new AwsError("NotSupportedService", `${operation}: The service ${name} is not supported.`);
  return found;
}

/** `user-at-account`, or `user+1-at-account` for another. */
function loginOf({ name }: User, others: readonly ServiceCredential[], { account }: IamContext): string {
  const taken = new Set(others.map(({ login }) => login));
  const free = [`${name}-at-${account}`, `${name}+1-at-${account}`].find((login) => !taken.has(login));
  return free ?? `${name}+${others.length}-at-${account}`;
}

function newSecret(): string {
  return randomBytes(32).toString("base64");
}

function secretOf(isKey: boolean, secret: string) {
  return isKey ? { ServiceCredentialSecret: secret } : { ServicePassword: secret };
}

function described(credential: ServiceCredential, UserName: string | undefined) {
  const { id, service, login, active, created, expires } = credential;
  const isKey = SERVICES.get(service)?.areKeys;
  return {
    UserName,
    ServiceSpecificCredentialId: id,
    ServiceName: service,
    ...(isKey ? { ServiceCredentialAlias: login } : { ServiceUserName: login }),
    Status: active ? ("Active" as const) : ("Inactive" as const),
    CreateDate: new Date(created),
    ExpirationDate: expires === undefined ? undefined : new Date(expires),
  };
}

import type { Collection } from "../../../store/collection.ts";
import { type Paging, paged } from "../entities/names.ts";
import { deleteConflict, noSuchEntity } from "../errors.ts";
import type { ServiceCredential, SigningCertificate, SshPublicKey, User } from "../records.ts";
import type { IamContext, IamState } from "../state.ts";
import { callersName, openUser } from "../users/users.ts";

// What users prove who they are by elsewhere: SSH public keys, certificates that sign, passwords for single services. All of it is
// kept by the user's id, so that it stays with a user who gets another name.

interface Kinds {
  readonly sshPublicKeys: SshPublicKey;
  readonly signingCertificates: SigningCertificate;
  readonly serviceCredentials: ServiceCredential;
}

type Kind = keyof Kinds;

/** What AWS calls one of a kind. */
const CALLED: Readonly<Record<Kind, string>> = {
  sshPublicKeys: "Public Key",
  signingCertificates: "Certificate",
  serviceCredentials: "Service Specific Credential",
};

const LEFT: Readonly<Record<Kind, string>> = {
  sshPublicKeys: "SSH public keys",
  signingCertificates: "signing certificates",
  serviceCredentials: "service specific credentials",
};

function collectionOf<K extends Kind>(kind: K, state: IamState): Collection<Kinds[K]> {
  return state[kind] as unknown as Collection<Kinds[K]>;
}

/** Whom an operation is about: who names no user means himself. */
export function userOf({ UserName }: { readonly UserName?: string | undefined }, context: IamContext): User {
  return openUser(UserName ?? callersName(context.caller), context);
}

/** All of a kind that a user has. */
export function allOf<K extends Kind>(kind: K, { id }: Pick<User, "id">, { state, account }: IamContext): Kinds[K][] {
  return [...collectionOf(kind, state).values({ under: [account, id] })];
}

/** A page of them, in the order of their ids. */
export function pageOf<K extends Kind>(kind: K, user: User, input: Paging, context: IamContext) {
  return paged(
    allOf(kind, user, context).map((one) => ({ name: one.id, one })),
    input,
  );
}

export function open<K extends Kind>(kind: K, user: User, id: string, { state, account }: IamContext): Kinds[K] {
  const found = collectionOf(kind, state).get(account, user.id, id);
  if (!found) throw noSuchEntity(`The ${CALLED[kind]} with id ${id} cannot be found.`);
  return found;
}

/** Only inside `store.write`. */
export function put<K extends Kind>(kind: K, user: User, one: Kinds[K], { state, account }: IamContext): void {
  collectionOf(kind, state).put([account, user.id, one.id], one);
}

export function change<K extends Kind>(
  kind: K,
  id: string,
  input: { readonly UserName?: string | undefined },
  context: IamContext,
  apply: (one: Kinds[K]) => Kinds[K],
): Kinds[K] {
  return context.cloud.store.write(() => {
    const user = userOf(input, context);
    const after = apply(open(kind, user, id, context));
    put(kind, user, after, context);
    return after;
  });
}

export function remove(
  kind: Kind,
  id: string,
  input: { readonly UserName?: string | undefined },
  context: IamContext,
): Record<string, never> {
  const { cloud, state, account } = context;
  cloud.store.write(() => {
    const user = userOf(input, context);
    open(kind, user, id, context);
    collectionOf(kind, state).delete(account, user.id, id);
  });
  return {};
}

/** Refuses to delete a user who still has any of them. */
export function checkNoneLeft(user: User, context: IamContext): void {
  for (const kind of Object.keys(LEFT) as Kind[]) {
    if (allOf(kind, user, context).length > 0)
      throw deleteConflict(`Cannot delete entity, must delete ${LEFT[kind]} first.`);
  }
}

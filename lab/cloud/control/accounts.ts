import type { AccountSettings } from "../auth/account-settings.ts";
import { FIRST_ACCOUNT } from "../auth/caller.ts";
import type { IamMode } from "../auth/iam-mode.ts";
import type { KeyPair } from "../auth/key-pair.ts";
import type { PolicyDocument } from "../auth/policy/document.ts";
import { checkGrammar } from "../auth/policy/grammar.ts";
import { keepRootFile } from "../auth/root-file.ts";
import type { Cloud } from "../cloud.ts";
import { ControlError } from "./answer.ts";
import { forgetAccount } from "./forget-account.ts";
import type { ControlRequest } from "./index.ts";

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
const MOST_POLICIES = 5;
const LONGEST_POLICY = 5120;
/** The root, organizational units nested five deep, and the account. */
const MOST_LEVELS = 7;

/** An account. */
export interface AccountFacts {
  readonly account: string;
  /** Whether the policies of its users and roles count. */
  readonly iam: IamMode;
  /** What is set for it, and not as in the rest of the lab. */
  readonly settings: AccountSettings;
}

/** The lab's accounts: those that IAM knows something of, and those that something is set for; to a student, their own. */
export function listAccounts({ cloud, asker }: ControlRequest): { accounts: readonly AccountFacts[] } {
  if (!asker.isTeacher) return { accounts: [factsOf(asker.caller.account, cloud)] };
  const names = new Set([FIRST_ACCOUNT, ...cloud.identities.accounts(), ...cloud.accounts.all.keys()]);
  return { accounts: [...names].sort().map((account) => factsOf(account, cloud)) };
}

/** Sets what is to hold for an account, in place of what was set. */
export function putAccount({ cloud, name, body }: ControlRequest): AccountFacts {
  const account = accountNamed(name);
  cloud.accounts.put(account, settingsOf(body));
  return factsOf(account, cloud);
}

/** Removes an account with all that is in it. */
export async function deleteAccount({ cloud, name }: ControlRequest): Promise<{ account: string }> {
  const account = accountNamed(name);
  await forgetAccount(cloud, account);
  // Whoever runs the lab has lost their key with all the rest, and is not to be locked out.
  if (account === FIRST_ACCOUNT) keepRootFile(cloud);
  return { account };
}

/** The key pair of an account's root: with it the teacher makes an account's first administrator. */
export function issueRootKey({ cloud, name }: ControlRequest): KeyPair {
  return cloud.credentials.rootKey(accountNamed(name));
}

/** The account of a path. Throws when it is not valid. */
function accountNamed(name: string): string {
  if (!/^\d{12}$/.test(name)) throw new ControlError(400, "An account has 12 digits");
  return name;
}

function factsOf(account: string, { accounts }: Cloud): AccountFacts {
  return { account, iam: accounts.modeOf(account), settings: accounts.all.get(account) ?? {} };
}

function settingsOf(body: unknown): AccountSettings {
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw bad("The settings are an object");
  const { iam, serviceControlPolicies, ...others } = body as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw bad(`There is no setting ${unknown}: they are iam and serviceControlPolicies`);
  if (iam !== undefined && iam !== "enforce" && iam !== "audit" && iam !== "off")
    throw bad("iam is enforce, audit or off");
  const levels = levelsOf(serviceControlPolicies ?? []);
  return { ...(iam && { iam }), ...(levels.length > 0 && { serviceControlPolicies: levels }) };
}

function levelsOf(levels: unknown): PolicyDocument[][] {
  if (!Array.isArray(levels) || levels.length > MOST_LEVELS)
    throw bad(`serviceControlPolicies is a list of at most ${MOST_LEVELS} levels, each a list of policies`);
  return levels.map((level) => {
    if (!Array.isArray(level) || level.length < 1 || level.length > MOST_POLICIES)
      throw bad(`A level is a list of 1 to ${MOST_POLICIES} policies`);
    return level.map(policyOf);
  });
}

function policyOf(document: unknown): PolicyDocument {
  const text = JSON.stringify(document);
  if (text.length > LONGEST_POLICY) throw bad(`A service control policy has at most ${LONGEST_POLICY} characters`);
  try {
    return checkGrammar(text);
  } catch (error) {
    throw bad((error as Error).message);
  }
}

function bad(message: string): ControlError {
  return new ControlError(400, message);
}

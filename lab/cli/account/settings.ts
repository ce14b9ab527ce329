import { readFile } from "node:fs/promises";
import type { AccountSettings } from "../../cloud/auth/account-settings.ts";
import type { IamMode } from "../../cloud/auth/iam-mode.ts";
import type { PolicyDocument } from "../../cloud/auth/policy/document.ts";
import type { AccountFacts } from "../../cloud/control/accounts.ts";
import { LabError } from "../../lab-error.ts";
import { changeLab, type LabCaller, readLab } from "../lab-api.ts";
import { print } from "../output.ts";
import type { LabOptions } from "../place.ts";

/** A file holds no policy. */
export class NotAPolicy extends LabError {
  override readonly name = "NotAPolicy";
}

/** What `lab account set` is told; what it is not told stays. */
export interface SetOptions extends LabOptions {
  /** `default`: as in the rest of the lab. */
  readonly iam?: IamMode | "default";
  /** Files with the policies of one level, or `FullAWSAccess`; false for none. */
  readonly scp?: readonly string[] | false;
}

/** The policy that AWS gives each account, unit and root until it is taken away. */
const FULL_ACCESS: PolicyDocument = {
  Version: "2012-10-17",
  Id: "FullAWSAccess",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
};

/** `lab account list`: the accounts of a running lab, and what is set for them. */
export async function listAccounts(place: LabOptions): Promise<void> {
  const accounts = await accountsOf(place);
  print(place, accounts, () => accounts.map(lineOf).join("\n"));
}

/** `lab account set`: sets whether an account's policies count, and the service control policies that limit it. */
export async function setAccount(account: string, { iam, scp, ...place }: SetOptions): Promise<void> {
  const { iam: oldMode, serviceControlPolicies: oldPolicies } = (await settingsOf(account, place)) ?? {};
  const mode = iam ?? oldMode;
  const policies = scp === undefined ? oldPolicies : scp === false ? undefined : [await Promise.all(scp.map(policyIn))];
  const settings: AccountSettings = {
    ...(mode && mode !== "default" && { iam: mode }),
    ...(policies && { serviceControlPolicies: policies }),
  };
  const path = `accounts/${encodeURIComponent(account)}`;
  const facts = await changeLab<AccountFacts>(place, "PUT", path, settings);
  print(place, facts, () => lineOf(facts));
}

/** What is set for an account; nothing when the lab does not know it. */
export async function settingsOf(account: string, place: LabCaller) {
  return (await accountsOf(place)).find((one) => one.account === account)?.settings;
}

async function accountsOf(place: LabCaller): Promise<readonly AccountFacts[]> {
  return (await readLab<{ accounts: readonly AccountFacts[] }>(place, "accounts")).accounts;
}

async function policyIn(file: string): Promise<PolicyDocument> {
  if (file === "FullAWSAccess") return FULL_ACCESS;
  const text = await readFile(file, "utf8").catch((error: Error) => {
    throw new NotAPolicy(`${file} can't be read: ${error.message}`);
  });
  try {
    return JSON.parse(text) as PolicyDocument;
  } catch {
    throw new NotAPolicy(`${file} holds no JSON`);
  }
}

function lineOf({ account, iam, settings: { iam: own, serviceControlPolicies: levels = [] } }: AccountFacts): string {
  const count = levels.flat().length;
  return [
    account,
    `iam ${iam}${own ? "" : " (as the lab)"}`,
    count === 0 ? "no service control policies" : `${count} service control polic${count === 1 ? "y" : "ies"}`,
  ].join("  ");
}

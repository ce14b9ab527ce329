import { createInterface } from "node:readline/promises";
import type { PlaceOfConsole } from "../cloud/control/place.ts";
import { LabError } from "../lab-error.ts";
import { changeLab, readLab } from "./lab-api.ts";
import { print } from "./output.ts";
import type { LabOptions } from "./place.ts";

/** Nobody has said that everything is to go. */
export class NotConfirmed extends LabError {
  override readonly name = "NotConfirmed";
}

/** `lab reset`: removes everything in an account, or in all; running functions included. Only the teacher may. */
export async function reset(options: LabOptions & { readonly all?: boolean; readonly yes?: boolean }): Promise<void> {
  const { account, all, yes, ...own } = options;
  const { caller, accounts = [] } = await readLab<PlaceOfConsole>(own, "place");
  const chosen = all ? [...accounts] : [account ?? caller?.account ?? ""];
  // The caller's own goes last: their key may go with it.
  chosen.sort((one, other) => Number(one === caller?.account) - Number(other === caller?.account));
  const what = chosen.length > 1 ? `${chosen.length} accounts` : `account ${chosen[0]}`;
  if (!yes && !(await isConfirmed(`Remove everything in ${what} of the lab at ${own.endpoint}?`)))
    throw new NotConfirmed("Nothing was removed. Without a terminal, use --yes.");
  for (const one of chosen) await changeLab(own, "DELETE", `accounts/${one}`);
  print(options, { accounts: chosen }, () => `Everything in ${what} is removed.`);
}

async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
  } finally {
    prompt.close();
  }
}

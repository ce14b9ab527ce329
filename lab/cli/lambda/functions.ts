import { type FunctionConfiguration, LambdaClient } from "@aws-sdk/client-lambda";
import type { PlaceOfConsole } from "../../cloud/control/place.ts";
import { readLab, settingsFor } from "../lab-api.ts";
import { print } from "../output.ts";
import type { RegionOptions } from "../place.ts";
import { listFunctions } from "./running-functions.ts";

/** A function, and the account that it is in. */
type Owned = FunctionConfiguration & { readonly account: string };

/** `lab functions`: the functions of a running lab, in a table. The teacher's says whose they are, where they are of others, too. */
export async function functions(options: RegionOptions): Promise<void> {
  const { caller, accounts = [] } = await readLab<PlaceOfConsole>(options, "place");
  const own = options.account ?? caller?.account ?? "";
  const all = (await Promise.all(asked(own, accounts, options).map((account) => functionsOf(account, options)))).flat();
  const isShared = all.some(({ account }) => account !== own);
  print(options, all, () => (all.length === 0 ? "The lab has no functions." : table(all, isShared)));
}

/** An account that the caller named, or all that are theirs to see. */
function asked(own: string, accounts: readonly string[], { account }: RegionOptions): readonly string[] {
  return account === undefined && accounts.length > 0 ? accounts : [own];
}

async function functionsOf(account: string, options: RegionOptions): Promise<Owned[]> {
  const client = new LambdaClient(await settingsFor({ ...options, account }));
  try {
    return (await listFunctions(client)).map((fn) => ({ account, ...fn }));
  } finally {
    client.destroy();
  }
}

function table(all: readonly Owned[], isShared: boolean): string {
  const rows = all.map(
    ({ account, FunctionName = "", Runtime, PackageType = "", MemorySize, Timeout, LastModified = "" }) => [
      ...(isShared ? [account] : []),
      FunctionName,
      Runtime ?? PackageType,
      `${MemorySize} MB`,
      `${Timeout} s`,
      LastModified.slice(0, 19).replace("T", " "),
    ],
  );
  const head = [...(isShared ? ["ACCOUNT"] : []), "FUNCTION", "RUNTIME", "MEMORY", "TIMEOUT", "CHANGED (UTC)"];
  const lines = [head, ...rows];
  const widths = head.slice(0, -1).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}

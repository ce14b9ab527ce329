import { cp, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { CLAIM, checkFree } from "../../cloud/store/claim.ts";
import { MARK } from "../../cloud/store/open-check.ts";
import { type Printed, print } from "../output.ts";
import { checkNew, checkState } from "./folder.ts";
import { copyRecords, told } from "./report.ts";

/** What a new folder has of its own. */
const OWN = new Set(["data.mdb", "data.mdb-lock", CLAIM, MARK]);

/** `lab state rescue`: copies what can be read of a state to a new folder. The old one is not changed. */
export async function rescueState({
  state,
  to,
  ...printed
}: Printed & { readonly state: string; readonly to: string }): Promise<void> {
  checkState(state);
  checkFree(state);
  checkNew(to);
  await mkdir(to, { recursive: true, mode: 0o700 });
  const report = await copyRecords(state, join(to, "data.mdb"));
  for (const name of await readdir(state)) {
    if (!OWN.has(name)) await copied(join(state, name), join(to, name));
  }
  const advice = `The readable part is in ${to}. Start a lab with it: lab cloud --state ${to}`;
  print(printed, { state, to, ...report }, () => `${told(state, report)}\n${advice}`);
}

async function copied(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, verbatimSymlinks: true }).catch((error) =>
    console.error(`${from} is not copied: ${error.message}`),
  );
}

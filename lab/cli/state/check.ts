import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFree } from "../../cloud/store/claim.ts";
import { checkState as checkFolder } from "./folder.ts";
import { copyRecords, isWhole, printed } from "./report.ts";

/** `lab state check`: tells what can be read of a state. Its exit code is 1 when anything is damaged. */
export async function checkState({ state }: { state: string }): Promise<void> {
  checkFolder(state);
  checkFree(state);
  const scratch = await mkdtemp(join(tmpdir(), "skylab-check-"));
  try {
    const report = await copyRecords(state, join(scratch, "data.mdb"));
    console.log(printed(state, report));
    if (isWhole(report)) return void console.log("Nothing is damaged.");
    console.log(`Copy what can be read: lab state rescue --state ${state} --to ${state}-rescued`);
    process.exitCode = 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

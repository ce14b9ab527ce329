import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFree } from "../../cloud/store/claim.ts";
import { type Printed, print } from "../output.ts";
import { checkState as checkFolder } from "./folder.ts";
import { copyRecords, isWhole, told } from "./report.ts";

/** `lab state check`: tells what can be read of a state. Its exit code is 1 when anything is damaged. */
export async function checkState({ state, ...printed }: Printed & { readonly state: string }): Promise<void> {
  checkFolder(state);
  checkFree(state);
  const scratch = await mkdtemp(join(tmpdir(), "skylab-check-"));
  try {
    const report = await copyRecords(state, join(scratch, "data.mdb"));
    const whole = isWhole(report);
    const advice = `Copy the readable part: lab state rescue --state ${state} --to ${state}-rescued`;
    const text = () => `${told(state, report)}\n${whole ? "Nothing is damaged." : advice}`;
    print(printed, { state, whole, ...report }, text);
    if (!whole) process.exitCode = 1;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

import { statSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../../lab-error.ts";

/** A folder has no state of a lab in it, or can't take one. */
class NoState extends LabError {
  override readonly name = "NoState";
}

/** Throws unless a folder has the database of a lab. */
export function checkState(folder: string): void {
  if (statSync(join(folder, "data.mdb"), { throwIfNoEntry: false })?.isFile()) return;
  throw new NoState(`There is no lab state in ${folder}. Say where it is with --state.`);
}

/** Throws when there is something in the way of a new folder. */
export function checkNew(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false }))
    throw new NoState(`${folder} exists. Choose a new folder with --to.`);
}

import { LabError } from "../../lab-error.ts";

/** A lab's state can't be used. The message says why, and what to do. */
export class StoreError extends LabError {
  override readonly name = "StoreError";
}

/** What to do when a folder of state can't be opened. */
export const ADVICE = "Nothing was changed. Move the folder away, or choose another with --state.";

/** What to do when the state is damaged. */
export function rescueAdvice(folder: string): string {
  return (
    `Nothing was changed. \`lab state check --state ${folder}\` tells what can be read, \`lab state rescue\` copies it ` +
    "to a new folder; or choose another with --state."
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: "a file is in its place",
  ENOTDIR: "a file is in its place",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "its file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full",
  EMFILE: "too many files are open",
};

/** A folder can't be used for what the system says. */
export function unusable(folder: string, error: unknown): StoreError {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const reason = REASONS[code] ?? message;
  return new StoreError(
    `The state in ${folder} can't be opened: ${reason}. Mend that, or choose another with --state.`,
  );
}

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

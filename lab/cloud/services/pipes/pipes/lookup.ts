import { noPipe } from "../errors.ts";
import type { PipeRecord } from "../records.ts";
import type { PipesContext } from "../state.ts";

/** A pipe of the caller's. Throws when there is none. */
export function openPipe(name: string, { state, account, region }: PipesContext): PipeRecord {
  const pipe = state.pipes.get(account, region, name);
  if (!pipe) throw noPipe(name);
  return pipe;
}

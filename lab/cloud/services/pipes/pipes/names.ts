import { noPipe } from "../errors.ts";
import type { PipeName, PipeRecord } from "../records.ts";
import type { PipesContext } from "../state.ts";

export function arnOf({ account, region, name }: PipeName): string {
  return `arn:aws:pipes:${region}:${account}:pipe/${name}`;
}

/** The pipe that an ARN names; nothing when it is no pipe's. */
export function readArn(arn: string): PipeName | undefined {
  const [, region, account, name] = /^arn:aws:pipes:([^:]*):(\d{12}):pipe\/([^/:]+)$/.exec(arn) ?? [];
  return region && account && name ? { region, account, name } : undefined;
}

/** A pipe of the caller's. Throws when there is none. */
export function openPipe(name: string, { state, account, region }: PipesContext): PipeRecord {
  const pipe = state.pipes.get(account, region, name);
  if (!pipe) throw noPipe(name);
  return pipe;
}

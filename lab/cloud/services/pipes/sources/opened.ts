import type { OpenedSource } from "../../../delivery/polling/job.ts";
import { opened } from "../../../delivery/polling/opened.ts";
import { sourceOf } from "../../../delivery/source.ts";
import type { PipeRecord } from "../records.ts";
import type { PipesState } from "../state.ts";
import { streamParameters } from "./parameters.ts";

/** Opens the source of a pipe, read as its role. */
export async function openSource(pipe: PipeRecord, { cloud, sessions }: PipesState): Promise<OpenedSource | undefined> {
  const source = await sourceOf(pipe.source, cloud);
  const { startingPosition, startingTimestamp } = streamParameters(pipe);
  return (
    source &&
    opened(source, {
      arn: pipe.source,
      cloud,
      caller: async () => (await sessions.session(pipe)).caller,
      ...(startingPosition && { startingPosition }),
      ...(startingTimestamp !== undefined && { startingTimestamp }),
    })
  );
}

import type { Collection } from "../../../store/collection.ts";
import type { Queue } from "../records.ts";

/** What the keys of a queue's messages begin with: those of before a purge are not among them. */
export type Place = readonly [account: string, region: string, id: string, generation: number];

export function placeOf({ account, region, id, generation }: Queue): Place {
  return [account, region, id, generation];
}

/** A collection as who clears it sees it. */
export type Clearable = Pick<Collection<unknown>, "keys" | "delete">;
